import type { TransferJson } from '#schemas/api/transfer.ts';
import { chainById, type World } from '../model/corridor-map.ts';
import { clockText, shortHex } from '../model/token-text.ts';
import { CopyButton } from './copy-button.tsx';

type Event = TransferJson['events'][number];

interface Props {
  readonly world: World;
  readonly title: string;
  readonly chainId: number | null;
  readonly hash: string | null;
  /** What stands on chain of this transaction; undefined while no block holds it. */
  readonly event: Event | undefined;
  /** Whose money it is there: `Sender` or `Recipient`. */
  readonly party: string;
  readonly address: string | null;
  /** Said in place of a block. */
  readonly blockless: string;
}

const Hex = ({ text, what }: { text: string | null; what: string }) =>
  text === null ? (
    '—'
  ) : (
    <>
      <code className="hex" title={text}>
        <span aria-hidden="true">{shortHex(text)}</span>
        <span className="hidden">{text}</span>
      </code>
      <CopyButton text={text} what={what} />
    </>
  );

/** One side's transaction: which chain, which block, and whether that block is believed. */
export const TransactionCard = ({ world, title, chainId, hash, event, party, address, blockless }: Props) => {
  const chain = chainById(world, chainId);
  return (
    <section className="panel transaction" aria-label={title}>
      <h2 className="panel-title">
        <span className={`chain-dot chain-${chain?.slug ?? 'unknown'}`} aria-hidden="true" />
        {title}
      </h2>
      <dl className="pairs">
        <div>
          <dt>Chain</dt>
          <dd>{chain === undefined ? (chainId ?? '—') : `${chain.name}, ${chain.chainId}`}</dd>
        </div>
        <div>
          <dt>Transaction</dt>
          <dd data-hash={hash ?? ''}>
            <Hex text={hash} what={`the hash of ${title.toLowerCase()}`} />
          </dd>
        </div>
        <div>
          <dt>Block</dt>
          <dd>
            {event === undefined ? (
              blockless
            ) : (
              <>
                {event.blockNumber.toLocaleString('en-US')} <span className="quiet">{event.confirmed ? 'confirmed' : 'still young'}</span>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Block time</dt>
          <dd>{event === undefined ? '—' : clockText(event.at)}</dd>
        </div>
        <div>
          <dt>{party}</dt>
          <dd>
            <Hex text={address} what={`the address of the ${party.toLowerCase()}`} />
          </dd>
        </div>
      </dl>
    </section>
  );
};
