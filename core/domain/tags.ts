/** What a route may be the best or the worst of, in the order in which it is told. */
export const TAGS = ['cheapest', 'fastest', 'most-out', 'far-slower'] as const;

export type Tag = (typeof TAGS)[number];

/** One list for each combination: routes with the same tags share it, so that lists can be compared as objects. */
const COMBINATIONS: readonly (readonly Tag[])[] = Array.from({ length: 1 << TAGS.length }, (_, bits) =>
  TAGS.filter((_tag, index) => (bits & (1 << index)) !== 0),
);

/** The list of those tags that hold. */
export const tagsWhere = (cheapest: boolean, fastest: boolean, mostOut: boolean, farSlower: boolean): readonly Tag[] =>
  COMBINATIONS[(cheapest ? 1 : 0) | (fastest ? 2 : 0) | (mostOut ? 4 : 0) | (farSlower ? 8 : 0)] as readonly Tag[];
