import type { TransferJson } from '#schemas/api/transfer.ts';
import { bridgeNameOf, chainById, chainNameOf, type World } from '../model/corridor-map.ts';
import { awaitedOf } from '../model/delivery.ts';
import { fittedAmount } from '../model/fitted-amount.ts';
import { tokenText } from '../model/token-text.ts';
import { standingOf, storyOf } from '../model/transfer-words.ts';
import { AmountFigure } from './amount-figure.tsx';
import { CopyButton } from './copy-button.tsx';
import { TransferTime } from './transfer-time.tsx';

interface Props {
  readonly world: World;
  readonly transfer: TransferJson;
  readonly clockAheadMs: number;
}

/** As many characters as the headline of the book. */
const ROOM = 24;

/** What one came for: how much, where to, how far it is, and how long it takes. */
export const TransferHead = ({ world, transfer, clockAheadMs }: Props) => {
  const { from, to, amountIn, amountDelivered } = transfer;
  const awaited = awaitedOf(transfer);
  const shown = amountDelivered ?? awaited.amount;
  const known = to === null ? undefined : world.assets.get(to);
  const figure = shown === null || known === undefined ? undefined : fittedAmount(BigInt(shown), known.decimals, ROOM);
  const text = figure?.text ?? tokenText(world, shown, to);
  const { words, mood } = standingOf(transfer);
  const origin = from === null ? 'its origin' : chainNameOf(world, from);
  const destination = to === null ? 'its destination' : chainNameOf(world, to);
  return (
    <section className="top transfer-head" aria-label="The transfer">
      <div className="leader">
        <p className="label">{amountDelivered === null ? `${awaited.word}, to arrive on ${destination}` : `Delivered on ${destination}`}</p>
        <p className="leader-amount" data-amount={shown ?? ''} style={{ '--chars': text.length } as React.CSSProperties}>
          {figure === undefined || known === undefined ? text : <AmountFigure amount={figure} symbol={known.symbol} kind="leader" />}
        </p>
        <p className="leader-line">
          of <strong>{tokenText(world, amountIn, from)}</strong> sent from <strong>{origin}</strong> by{' '}
          <strong>{bridgeNameOf(world, transfer.bridge)}</strong>
        </p>
      </div>
      <div className="transfer-progress">
        <p>
          <span className={`standing standing-large standing-${mood}`} data-standing-words={words}>
            {words}
          </span>
        </p>
        <TransferTime transfer={transfer} clockAheadMs={clockAheadMs} />
        <p className="transfer-story">
          {storyOf(transfer, { origin, destination, chainName: (chainId) => chainById(world, chainId)?.name ?? String(chainId) })}
        </p>
        <p className="transfer-key">
          <span className="label">Key</span>
          <code className="hex" title={transfer.transferKey}>
            {transfer.transferKey}
          </code>
          <CopyButton text={transfer.transferKey} what="the transfer's key" />
        </p>
      </div>
    </section>
  );
};
