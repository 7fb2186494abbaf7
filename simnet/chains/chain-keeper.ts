import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chain } from '#core/domain/chain.ts';
import { freePort } from '#platform/free-port.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import { type AnvilProcess, startAnvil } from './anvil-process.ts';
import { createJsonRpc, type JsonRpc, OWN_HANDS } from './json-rpc.ts';
import type { NodeFront } from './node-front.ts';
import { commandLineOf, endProcess } from './process-table.ts';

/** Keeps one chain's node running on one port, from one state file. */
export interface ChainKeeper {
  readonly chain: Chain;
  readonly rpc: JsonRpc;
  readonly stateFile: string;
  /** Ends a node that a killed simnet left behind; it dumps its state as it goes. */
  endOrphan(): Promise<void>;
  /** Starts the node, from its saved state where there is one. Throws when it will not start. */
  start(): Promise<void>;
  /** Dumps the state and ends the node; it stays down until the next `start`. */
  stop(): Promise<void>;
  /** Dumps and loads: sheds the memory of old blocks. */
  recycle(): Promise<void>;
  /** Moves the node to another port and has a front answer on its own; what was there before is closed. */
  putFront(open: (front: { port: number; nodeUrl: string }) => Promise<NodeFront>): Promise<void>;
  /** Gives the node its port back. */
  takeFront(): Promise<void>;
  /** Stops the node's answers without ending it, and lets it go on. */
  hang(): void;
  resume(): void;
  /** The node's process id, while one is up. */
  pid(): number | undefined;
}

/** How long a node of an earlier run may take to dump its state. */
const ORPHAN_GRACE_MS = 5_000;
const RESTART_DELAY_MS = 200;

export const createChainKeeper = (options: {
  chain: Chain;
  port: number;
  dataDir: string;
  logger: Logger;
  /** Once true, no node is started any more. */
  closed: () => boolean;
  /** A node that died would not start again from its last dump. */
  onLost: (error: unknown) => void;
}): ChainKeeper => {
  const { chain, port, dataDir, logger, closed, onLost } = options;
  const stateFile = join(dataDir, `${chain.slug}.state.json`);
  const pidFile = join(dataDir, `${chain.slug}.pid`);
  const spillDir = join(dataDir, `${chain.slug}.spill`);
  let node: AnvilProcess | undefined;
  let nodePort = port;
  let front: NodeFront | undefined;
  let starting: Promise<void> = Promise.resolve();

  const start = (): Promise<void> => {
    starting = launch();
    return starting;
  };

  const launch = async (): Promise<void> => {
    if (closed()) throw new Error('the simnet is stopping');
    await mkdir(dataDir, { recursive: true });
    // Spilled states belong to the process that wrote them; a later one does not read them.
    await rm(spillDir, { recursive: true, force: true });
    const started = await startAnvil({ chain, port: nodePort, stateFile, spillDir });
    await writeFile(pidFile, String(started.pid));
    node = started;
    void started.ended.then(() => revive(started));
  };

  /** After a death that nobody asked for. */
  const revive = async (dead: AnvilProcess): Promise<void> => {
    if (node !== dead) return;
    logger.warn({ chain: chain.slug, words: dead.lastWords() }, 'a chain died; starting it again from its last dump');
    await sleep(RESTART_DELAY_MS);
    if (node !== dead) return;
    node = undefined;
    await start().catch(onLost);
  };

  const stop = async (): Promise<void> => {
    // A node on its way up would outlive us.
    await starting.catch(() => undefined);
    const stopping = node;
    node = undefined;
    await stopping?.stop();
    await rm(pidFile, { force: true });
  };

  const recycle = async (): Promise<void> => {
    await stop();
    await start();
  };
  const takeFront = async (): Promise<void> => {
    await front?.close();
    front = undefined;
    nodePort = port;
  };

  return {
    chain,
    rpc: createJsonRpc(`http://127.0.0.1:${port}`, { [OWN_HANDS.name]: OWN_HANDS.value }),
    stateFile,
    endOrphan: () => endOrphan(pidFile, stateFile, logger),
    start,
    stop: async () => {
      await stop();
      await takeFront();
    },
    recycle,
    putFront: async (open) => {
      if (front !== undefined) return;
      nodePort = await freePort();
      await recycle();
      front = await open({ port, nodeUrl: `http://127.0.0.1:${nodePort}` });
    },
    takeFront: async () => {
      if (front === undefined) return;
      await takeFront();
      await recycle();
    },
    hang: () => node?.kill('SIGSTOP'),
    resume: () => node?.kill('SIGCONT'),
    pid: () => node?.pid,
  };
};

/** A left node is known by its command line, as its id may be another's by now. */
const endOrphan = async (pidFile: string, stateFile: string, logger: Logger): Promise<void> => {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (!Number.isInteger(pid) || pid <= 0) return;
  const commandLine = await commandLineOf(pid);
  if (!commandLine.includes('anvil') || !commandLine.includes(stateFile)) return;
  logger.warn({ pid }, 'ending a node that an earlier run left behind');
  await endProcess(pid, ORPHAN_GRACE_MS);
};
