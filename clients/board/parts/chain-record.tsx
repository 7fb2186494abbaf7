import type { TransferJson } from '#schemas/api/transfer.ts';
import { chainById, type World } from '../model/corridor-map.ts';
import { clockText } from '../model/token-text.ts';
import { eventInWords } from '../model/transfer-words.ts';

/** What stands on the chains now, event by event: what all the rest of the page is told from. */
export const ChainRecord = ({ world, transfer: { events } }: { world: World; transfer: TransferJson }) => (
  <section className="panel record" aria-label="On chain">
    <h2 className="panel-title">What stands on chain</h2>
    {events.length === 0 ? (
      <p className="quiet">Nothing now.</p>
    ) : (
      <ol className="record-events">
        {events.map(({ eventId, kind, chainId, blockNumber, at, confirmed }) => (
          <li key={eventId}>
            <span>{eventInWords(kind)}</span>
            <span className="quiet">
              {chainById(world, chainId)?.name ?? chainId}, block {blockNumber.toLocaleString('en-US')}
            </span>
            <span className="quiet">{confirmed ? 'confirmed' : 'still young'}</span>
            <span className="quiet">{clockText(at)}</span>
          </li>
        ))}
      </ol>
    )}
  </section>
);
