import type { Result } from '#core/result.ts';

/**
 * A reader of text that keeps what it made of the last texts: who asks for a book asks again, and reading the question is most of what we
 * add to the answer. Errors are not kept, nor what `lasts` says may be read otherwise the next time.
 */
export const remember = <T, E>(
  read: (text: string) => Result<T, E>,
  limits: { readonly most: number; readonly longest: number; readonly lasts?: (text: string) => boolean },
): ((text: string) => Result<T, E>) => {
  const { most, longest, lasts = () => true } = limits;
  const kept = new Map<string, Result<T, E>>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const made = read(text);
    if (!made.ok || text.length > longest || !lasts(text)) return made;
    if (kept.size >= most) kept.clear();
    kept.set(text, made);
    return made;
  };
};
