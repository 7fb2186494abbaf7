import pc from 'picocolors';
import type { ProcessEvent } from './supervised-process.ts';

/** Where progress goes: a line a process, and on a terminal what each one is doing meanwhile. */
export interface Reporter {
  begin(name: string): { progress(text: string): void; done(address: string, tookMs: number): void; drop(): void };
  /** A line of its own. */
  say(line: string): void;
  close(): void;
}

interface Output {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const NAME_WIDTH = 12;
const ADDRESS_WIDTH = 44;
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
const CLEAR_BELOW = '\u001b[J';

/** Seconds with one digit, as people read durations. */
export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** What stays on the screen of a process that works. */
export const doneLine = (name: string, address: string, tookMs: number): string =>
  `  ${pc.green('✓')} ${name.padEnd(NAME_WIDTH)} ${address.padEnd(ADDRESS_WIDTH)} ${pc.dim(seconds(tookMs).padStart(7))}`;

/** What people are told of a process's life after its first start; undefined for what is no news. */
export const eventLine = (event: ProcessEvent): string | undefined => {
  if (event.kind === 'died') return `  ${pc.red('!')} ${event.name} ended ${event.how}; it starts again in ${seconds(event.restartInMs)}`;
  if (event.kind === 'stopped') return `  ${pc.dim('·')} ${event.name} stopped (${seconds(event.tookMs)})`;
  if (event.kind === 'ready' && event.restarts > 0) return `  ${pc.green('✓')} ${event.name} works again after ${seconds(event.tookMs)}`;
  return undefined;
};

/** Plain lines for logs and pipes; on a terminal the lines of what is under way are redrawn below them. */
export const createReporter = (output: Output): Reporter => {
  const active = new Map<string, string>();
  const terminal = output.isTTY === true;
  let frame = 0;
  let drawn = 0;

  const erase = () => {
    if (drawn > 0) output.write(`\u001b[${drawn}A\r${CLEAR_BELOW}`);
    drawn = 0;
  };
  const draw = () => {
    const width = (output.columns ?? 80) - 1;
    for (const [name, text] of active) {
      output.write(`${pc.cyan(FRAMES[frame % FRAMES.length] ?? '')} ${`${name.padEnd(NAME_WIDTH)} ${text}`.slice(0, width - 2)}\n`);
    }
    drawn = active.size;
  };
  const line = (text: string) => {
    erase();
    output.write(`${text}\n`);
    if (terminal) draw();
  };
  const ticker = terminal
    ? setInterval(() => {
        frame += 1;
        erase();
        draw();
      }, FRAME_MS)
    : undefined;

  return {
    begin: (name) => {
      active.set(name, 'starting');
      return {
        progress: (text) => {
          if (!terminal && !isCounter(text) && active.get(name) !== text) line(`  … ${name.padEnd(NAME_WIDTH)} ${text}`);
          active.set(name, text);
        },
        done: (address, tookMs) => {
          active.delete(name);
          line(doneLine(name, address, tookMs));
        },
        drop: () => active.delete(name),
      };
    },
    say: line,
    close: () => {
      clearInterval(ticker);
      active.clear();
      erase();
    },
  };
};

/** Progress that only counts is for terminals; a log wants each phase once. */
const isCounter = (text: string): boolean => /(^|: )\d+ /.test(text) || text === 'starting';
