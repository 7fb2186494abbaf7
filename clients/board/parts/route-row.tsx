import { memo } from 'react';
import type { Weights } from '#core/domain/route.ts';
import type { RouteJson } from '#schemas/api/route.ts';
import { bridgeNameOf, symbolOf, type World } from '../model/corridor-map.ts';
import { fittedAmount } from '../model/fitted-amount.ts';
import { formatDuration } from '../model/format-duration.ts';
import { formatUsd } from '../model/format-usd.ts';
import { stepsInWords } from '../model/step-words.ts';
import { tagInWords } from '../model/words.ts';
import { AmountFigure } from './amount-figure.tsx';
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

/** What stands in its column at a size that can be read. */
const ROOM = 16;
/** In the small print below, with its sign. */
const BEHIND_ROOM = 10;

const behind = (amountOut: bigint, best: bigint, decimals: number): string =>
  amountOut === best ? 'the most of all' : `${fittedAmount(amountOut - best, decimals, BEHIND_ROOM).text} to the most`;

/** One route: what it delivers, what it costs, how long it takes, how it scores, how old its quote is. */
export const RouteRow = memo(({ route, world, asset, best, weights, reranked, clockAheadMs, isOld, onSend }: Props) => {
  const amountOut = BigInt(route.amountOut);
  const amount = fittedAmount(amountOut, asset.decimals, ROOM);
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
        </span>
      </td>
      <td className="route-amount">
        <span className="route-out-amount" key={route.amountOut} style={{ '--chars': amount.text.length } as React.CSSProperties}>
          <AmountFigure amount={amount} symbol={asset.symbol} kind="route" />
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
      <td className="route-rule quiet">{reranked ? 'placed by your own weights' : route.rule}</td>
    </tr>
  );
});
