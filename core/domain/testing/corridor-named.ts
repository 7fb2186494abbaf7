import { type Corridor, corridorById } from '../corridor.ts';

/** The corridor with this id. Throws where there is none: the test has misspelt it. */
export const corridorNamed = (id: string): Corridor => {
  const corridor = corridorById(id);
  if (corridor === undefined) throw new Error(`no corridor ${id}`);
  return corridor;
};
