import { z } from 'zod';
import { err, ok, type Result } from '#core/result.ts';
import { type FeedItem, feedTime, ITEMS_MAX, TEXT_MAX } from './feed-item.ts';

/** /api/v2/incidents.json of a status page in Atlassian Statuspage's shape, which others speak as well. Source: the pages' own /api. */
const page = z.object({
  incidents: z.array(
    z.object({
      id: z.string().min(1),
      name: z.string(),
      status: z.string(),
      impact: z.string().default('minor'),
      created_at: z.string().optional(),
      resolved_at: z.string().nullish(),
    }),
  ),
});

const OVER: ReadonlySet<string> = new Set(['resolved', 'postmortem', 'completed']);
/** Announced work and notes are no incidents. */
const HARMLESS: ReadonlySet<string> = new Set(['none', 'maintenance']);

/** The incidents of a status page, or in words why it is none. */
export const readStatusPage = (text: string): Result<readonly FeedItem[], string> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err('broken JSON');
  }
  const parsed = page.safeParse(json);
  if (!parsed.success) return err('JSON without a list of incidents');
  return ok(
    parsed.data.incidents
      .filter(({ impact }) => !HARMLESS.has(impact))
      .slice(0, ITEMS_MAX)
      .map(({ id, name, status, created_at, resolved_at }) => ({
        id: id.slice(0, TEXT_MAX),
        title: name.slice(0, TEXT_MAX),
        atMs: feedTime(created_at ?? ''),
        isOver: OVER.has(status) || (resolved_at !== null && resolved_at !== undefined),
      })),
  );
};
