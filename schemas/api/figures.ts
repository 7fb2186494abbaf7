import { z } from 'zod';
import { WINDOWS } from '#core/domain/fill-times.ts';
import { timestamp } from './primitives.ts';

const seconds = z.number().nonnegative();

const windowTimes = z
  .object({ fills: z.int().nonnegative(), p50Seconds: seconds, p90Seconds: seconds, p99Seconds: seconds })
  .meta({ id: 'WindowTimes', description: 'From the deposit’s block to the fill’s, within 1 %; all 0 when there are no fills' });

const windowAccuracy = z
  .object({
    transfers: z.int().nonnegative().meta({ description: 'Fills whose quote is known' }),
    meanBps: z.number().nullable().meta({ description: 'Mean of accuracyBps; null when there are none' }),
    deliveredInFull: z.int().nonnegative().meta({ description: 'Delivered all that was promised, or more' }),
    inTime: z.int().nonnegative().meta({ description: 'Came within the promised p90' }),
  })
  .meta({ id: 'WindowAccuracy', description: 'How well promises were kept' });

/** A shape by window. */
const byWindow = <T extends z.ZodType>(shape: T) => z.record(z.enum(WINDOWS), shape);

/** What a bridge's transfers of late took and delivered, of one corridor or of all of them. */
export const figures = z
  .object({ observedAt: timestamp, fillTimes: byWindow(windowTimes), accuracy: byWindow(windowAccuracy) })
  .meta({ id: 'Figures', description: 'By window: 1h, 24h and 7d (docs/figures.md says where they begin and end)' });

export type FiguresJson = z.infer<typeof figures>;

export const corridorFigures = figures.extend({ corridor: z.string() }).meta({ id: 'CorridorFigures' });
