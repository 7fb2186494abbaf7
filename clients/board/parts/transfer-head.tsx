import type { TransferJson } from '#schemas/api/transfer.ts';
import { bridgeNameOf, chainById, chainNameOf, symbolOf, type World } from '../model/corridor-map.ts';
import { amountText } from '../model/format-amount.ts';
import { tokenText } from '../model/token-text.ts';
import { standingOf, storyOf } from '../model/transfer-words.ts';
import { CopyButton } from './copy-button.tsx';
import { TransferTime } from './transfer-time.tsx';

interface Props {
  readonly world: World;
  readonly transfer: TransferJson;
  readonly clockAheadMs: number;
}

const Amount = ({ world, amount, asset }: { world: World; amount: string | null; asset: string | null }) => {
  const known = asset === null ? undefined : world.assets.get(asset);
  if (amount === null || asset === null || known === undefined) return <>{tokenText(world, amount, asset)}</>;
  const { whole, fraction } = amountText(BigInt(amount), known.decimals);
  return (
    <>
      <span className="leader-whole">{whole}</span>
      {fraction !== '' && <span className="leader-fraction">.{fraction}</span>}
      <span className="leader-symbol">{symbolOf(asset)}</span>
    </>
  );
};

/** What one came for: how much, where to, how far it is, and how long it takes. */
export const TransferHead = ({ world, transfer, clockAheadMs }: Props) => {
  const { from, to, amountIn, amountQuoted, amountDelivered } = transfer;
  const { words, mood } = standingOf(transfer);
  const origin = from === null ? 'its origin' : chainNameOf(world, from);
  const destination = to === null ? 'its destination' : chainNameOf(world, to);
  return (
    <section className="top transfer-head" aria-label="The transfer">
      <div className="leader">
        <p className="label">{amountDelivered === null ? `Quoted, to arrive on ${destination}` : `Delivered on ${destination}`}</p>
        <p className="leader-amount" data-amount={amountDelivered ?? amountQuoted ?? ''}>
          <Amount world={world} amount={amountDelivered ?? amountQuoted} asset={to} />
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
