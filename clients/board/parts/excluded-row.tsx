import type { BookView } from '#sdk/book-view.ts';
import { reasonInWords } from '../model/words.ts';
import { BridgeBadge } from './bridge-badge.tsx';

/** A bridge that has no route here, and why, first in words and then as the bridge put it. */
export const ExcludedRow = ({ exclusion, name }: { exclusion: BookView['excluded'][number]; name: string }) => (
  <tr className="route route-out route-grid" data-flip={exclusion.bridge} data-excluded={exclusion.bridge}>
    <td className="route-rank">
      <span aria-hidden="true">–</span>
      <span className="hidden">No rank</span>
    </td>
    <td className="route-bridge">
      <BridgeBadge id={exclusion.bridge} name={name} />
      <span>
        <span className="route-name">{name}</span>
        <span className="quiet">not in the book</span>
      </span>
    </td>
    <td className="route-why" colSpan={3}>
      <span className="route-reason">{reasonInWords(exclusion.reason)}</span>
      <span className="quiet">{exclusion.detail}</span>
    </td>
    <td className="route-code" colSpan={2}>
      <code>{exclusion.reason}</code>
    </td>
  </tr>
);
