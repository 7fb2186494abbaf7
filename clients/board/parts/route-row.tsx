import { memo } from 'react';
import type { Weights } from '#core/domain/route.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import { bridgeNameOf, symbolOf, type World } from '../model/corridor-map.ts';
import { amountText, formatAmount } from '../model/format-amount.ts';
import { formatDuration } from '../model/format-duration.ts';
import { formatUsd } from '../model/format-usd.ts';
import { stepsInWords } from '../model/step-words.ts';
import { tagInWords } from '../model/words.ts';
import { BridgeBadge } from './bridge-badge.tsx';
import { Costs } from './costs.tsx';
import { QuoteAge } from './quote-age.tsx';
import { ScoreBar } from './score-bar.tsx';
import { SendButton } from './send-button.tsx';

interface Props {
  readonly route: RouteJson;
  readonly world: World;
  readonly asset: { readonly decimals: number; readonly symbol: string };
  /** The most that any route of the book delivers. */
  readonly best: bigint;
  readonly weights: Weights | undefined;
  /** The rule came with the server's order; it says nothing about another. */
  readonly reranked: boolean;
  readonly clockAheadMs: number;
  readonly isOld: boolean;
  /** Undefined where the page cannot sign. */
  readonly onSend: ((route: RouteJson) => void) | undefined;
}

const behind = (amountOut: bigint, best: bigint, decimals: number): string =>
  amountOut === best ? 'the most of all' : `${formatAmount(amountOut - best, decimals, 4)} to the most`;

/** One route: what it delivers, what it costs, how long it takes, how it scores, how old its quote is. */
export const RouteRow = memo(({ route, world, asset, best, weights, reranked, clockAheadMs, isOld, onSend }: Props) => {
  const amountOut = BigInt(route.amountOut);
  const { whole, fraction } = amountText(amountOut, asset.decimals);
  const venues = route.legs.map(({ venue }) => venue);
  const name = venues.map((venue) => bridgeNameOf(world, venue)).join(' + ');
  const steps = stepsInWords(route);
  return (
    <tr
      className={route.rank === 1 ? 'route route-first route-grid' : 'route route-grid'}
      data-flip={venues.join('+')}
      data-route={route.routeId}
      data-rank={route.rank}
    >
      <td className="route-rank">{route.rank}</td>
      <td className="route-bridge">
        <BridgeBadge id={venues.join('+')} name={name} />
        <span>
          <span className="route-name">{name}</span>
          {route.tags.length > 0 && (
            <span className="tags">
              {route.tags.map((tag) => (
                <span key={tag} className="tag">
                  {tagInWords(tag)}
                </span>
              ))}
            </span>
          )}
          <span className="quiet route-rule" title={reranked ? undefined : route.rule}>
            {reranked ? 'placed by your own weights' : route.rule}
          </span>
        </span>
      </td>
      <td className="route-amount">
        <span className="route-out-amount" key={route.amountOut}>
          {whole}
          {fraction !== '' && <span className="route-fraction">.{fraction}</span>} <span className="route-symbol">{asset.symbol}</span>
        </span>
        <span className="quiet">
          {formatUsd(Number(route.amountOutUsd))} · {behind(amountOut, best, asset.decimals)}
        </span>
      </td>
      <td className="route-costs">
        <Costs route={route} decimalsOf={(id) => world.assets.get(id)?.decimals} symbolOf={symbolOf} />
      </td>
      <td className="route-time">
        <span className="route-figure">{formatDuration(route.etaSeconds.p50)}</span>
        <span className="quiet">90 % in {formatDuration(route.etaSeconds.p90)}</span>
        {steps !== undefined && (
          <span className="quiet route-steps" data-steps={steps}>
            you {steps}
          </span>
        )}
      </td>
      <td className="route-score">
        <ScoreBar score={route.score} weights={weights} />
      </td>
      <td className="route-quote">
        <QuoteAge observedAt={route.observedAt} validUntil={route.validUntil} clockAheadMs={clockAheadMs} />
        {onSend !== undefined && <SendButton route={route} name={name} isOld={isOld} onSend={onSend} />}
      </td>
    </tr>
  );
});
