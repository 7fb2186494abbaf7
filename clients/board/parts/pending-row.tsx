import { BridgeBadge } from './bridge-badge.tsx';

/** A bridge that was asked and has not answered: its place is kept. */
export const PendingRow = ({ bridge, name }: { bridge: string; name: string }) => (
  <tr className="route route-pending route-grid" data-flip={bridge} data-pending={bridge}>
    <td className="route-rank">
      <span className="hidden">No rank yet</span>
    </td>
    <td className="route-bridge">
      <BridgeBadge id={bridge} name={name} />
      <span>
        <span className="route-name">{name}</span>
        <span className="quiet">asking…</span>
      </span>
    </td>
    {['amount', 'costs', 'time', 'score', 'quote'].map((place) => (
      <td key={place} className={`route-${place}`}>
        <span className="blank" aria-hidden="true" />
        <span className="hidden">not known yet</span>
      </td>
    ))}
  </tr>
);
