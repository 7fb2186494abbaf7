/**
 * Whether a page of this origin may open the feed: browsers do not keep other sites from opening sockets, so the
 * server must. No origin is a program, not a page. The own origin is the one whose host the request names.
 */
export const originAllowed = (origin: string | undefined, host: string | undefined, configured: readonly string[]): boolean => {
  if (origin === undefined) return true;
  if (configured.includes(origin)) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
};
