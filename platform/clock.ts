import { z } from 'zod';

/**
 * What the time is: at `wallMs` of the machine's clock it was, or will be, `atMs`, and from then on it goes `speed` times as fast, up to
 * `untilMs`, where it stands still until it is set again.
 */
export interface ClockSetting {
  readonly atMs: number;
  readonly wallMs: number;
  readonly speed: number;
  readonly untilMs: number;
}

export interface Clock {
  /** Epoch ms. */
  now(): number;
  /** How long to wait on the machine's clock until so much has passed on this one. */
  wallMs(ms: number): number;
}

const settingSchema = z.object({ atMs: z.number(), wallMs: z.number(), speed: z.number().min(0), untilMs: z.number() });

/** A clock as it is set. Before `wallMs` it stands still. */
export const timeOf = ({ atMs, wallMs, speed, untilMs }: ClockSetting, nowMs: number): number =>
  Math.min(atMs + Math.max(nowMs - wallMs, 0) * speed, untilMs);

/** The machine's clock. */
const machineClock: Clock = { now: () => Date.now(), wallMs: (ms) => ms };

/**
 * The time that a service goes by. `parent`: the process that started it sets its clock over the channel between them, as often as it likes,
 * and so may have it live through recorded hours; resolves when it has done so for the first time. When that process goes, so does this one.
 */
export const startClock = async (whose: 'machine' | 'parent'): Promise<Clock> => {
  if (whose === 'machine') return machineClock;
  if (process.send === undefined) throw new Error('ROUTEBOOK_CLOCK=parent is for processes that `npm run replay` starts');
  let setting: ClockSetting | undefined;
  const set = Promise.withResolvers<void>();
  process.on('message', (message) => {
    setting = settingSchema.parse(message);
    set.resolve();
  });
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  await set.promise;
  return {
    now: () => (setting === undefined ? 0 : Math.floor(timeOf(setting, Date.now()))),
    wallMs: (ms) => (setting === undefined || setting.speed === 0 ? ms : ms / setting.speed),
  };
};
