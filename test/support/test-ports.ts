import { once } from 'node:events';
import { createServer } from 'node:net';
import { isPortFree } from '#stack/ports.ts';

/** Below Linux's ephemeral range (from 32768), so that no outgoing connection takes a port before its server does. */
const RANGE = { from: 20_000, to: 32_000 } as const;
/** Ports that a process claims at once: more than a whole stack needs. */
const STRETCH = 100;
const STRETCHES = (RANGE.to - RANGE.from) / STRETCH;

/** What a whole stack takes, and what the engines alone do. */
export const STACK_PORTS = 60;
export const ENGINE_PORTS = 8;

/** Listening on a stretch's first port is what claims the stretch: it is let go of when the process ends, however it ends. */
const claims = async (first: number): Promise<boolean> => {
  const server = createServer().unref();
  server.listen({ port: first, host: '127.0.0.1', exclusive: true });
  return once(server, 'listening').then(
    () => true,
    () => false,
  );
};

let next = 0;
let end = 0;
/** One claim at a time: all who wait for ports share what it brings. */
let claiming: Promise<void> | undefined;

/** From a random place on, so that processes that begin together do not all try the same. */
const claimStretch = async (): Promise<void> => {
  const begin = Math.floor(Math.random() * STRETCHES);
  for (let at = 0; at < STRETCHES; at += 1) {
    const first = RANGE.from + ((begin + at) % STRETCHES) * STRETCH;
    if (!(await claims(first))) continue;
    next = first + 1;
    end = first + STRETCH;
    return;
  }
  throw new Error(`all ports from ${RANGE.from} to ${RANGE.to} are claimed by tests that run`);
};

/**
 * The first of `room` ports that no other test is given, in this process or another: a port that is merely free now may be another's
 * a moment later, when both begin to listen.
 */
export const claimPorts = async (room: number): Promise<number> => {
  if (room >= STRETCH) throw new Error(`no test may claim ${room} ports at once`);
  for (;;) {
    while (end - next < room) {
      claiming ??= claimStretch().finally(() => {
        claiming = undefined;
      });
      await claiming;
    }
    const first = next;
    next += room;
    // Somebody who is no test may listen there.
    if (await isPortFree(first)) return first;
  }
};
