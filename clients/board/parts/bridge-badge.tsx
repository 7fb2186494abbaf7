/** Six hues apart enough to be told at a glance; a bridge keeps its own. */
const HUES = 6;

const hueOf = (id: string): number => [...id].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997, 7) % HUES;

/** A bridge's letter in its colour, beside its name. */
export const BridgeBadge = ({ id, name }: { id: string; name: string }) => (
  <span className={`badge badge-${hueOf(id)}`} aria-hidden="true">
    {name.slice(0, 1).toUpperCase()}
  </span>
);
