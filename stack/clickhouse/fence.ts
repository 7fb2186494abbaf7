import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { DataType, load, open } from 'ffi-rs';

/**
 * Linux's Landlock: from the call on, this thread and whatever it becomes may touch only the files that were named, and connect to nothing.
 * Needs no privilege. Numbers and layouts: linux/landlock.h, which are the same on x86-64 and ARM64; landlock(7) has the meaning.
 */

const CREATE_RULESET = 444;
const ADD_RULE = 445;
const RESTRICT_SELF = 446;
const PATH_BENEATH = 1;
const ASK_VERSION = 1;
const NO_NEW_PRIVILEGES = 38;
/** Since this version files may be cut short and moved between folders by rule, which ClickHouse does all the time. */
const VERSION_MIN = 3;
/** Since this one connections are covered as well. */
const VERSION_OF_NETWORKS = 4;
const VERSION_OF_DEVICES = 5;

const EXECUTE = 1n << 0n;
const WRITE = 1n << 1n;
const READ = 1n << 2n;
const LIST = 1n << 3n;
const TRUNCATE = 1n << 14n;
const DEVICE_ORDERS = 1n << 15n;
const ALL_OF_FOLDERS = (1n << 15n) - 1n;
const CONNECT_TCP = 1n << 1n;

/** A path may be opened without being read. open(2), O_PATH. */
const PATH_ONLY = 0o10000000;

/** What stays within reach. A path that is not there is left out. */
export interface Reach {
  /** Files, and folders with all that is in them, to read and to run. */
  readonly readable: readonly string[];
  /** And to change as well. */
  readonly writable: readonly string[];
}

type Argument = number | Buffer;

/** A system call; gives what it gave, below zero for a failure. */
const call = (name: 'syscall' | 'prctl', args: readonly Argument[]): number =>
  Number(
    load({
      library: 'c',
      funcName: name,
      retType: DataType.I64,
      paramsType: args.map((argument) => (typeof argument === 'number' ? DataType.I64 : DataType.U8Array)),
      paramsValue: [...args],
    }),
  );

/** The version of Landlock that this machine has and that is good enough; undefined where there is none. */
export const fenceVersion = (): number | undefined => {
  if (process.platform !== 'linux') return undefined;
  open({ library: 'c', path: 'libc.so.6' });
  const version = call('syscall', [CREATE_RULESET, 0, 0, ASK_VERSION]);
  return version >= VERSION_MIN ? version : undefined;
};

const mustWork = (result: number, what: string): number => {
  if (result < 0) throw new Error(`${what} failed`);
  return result;
};

const rule = (ruleset: number, path: string, rights: bigint): void => {
  const fd = openSync(path, PATH_ONLY);
  const attributes = Buffer.alloc(12);
  // A file takes the rights of files alone.
  const fit = statSync(path).isDirectory() ? rights : rights & (EXECUTE | WRITE | READ | TRUNCATE | DEVICE_ORDERS);
  attributes.writeBigUInt64LE(fit, 0);
  attributes.writeInt32LE(fd, 8);
  mustWork(call('syscall', [ADD_RULE, ruleset, PATH_BENEATH, attributes, 0]), `a rule for ${path}`);
  closeSync(fd);
};

/** Puts up the fence. Throws when a part of it cannot be put up; then nothing is fenced. */
export const fence = ({ readable, writable }: Reach, version: number): void => {
  const handled = ALL_OF_FOLDERS | (version >= VERSION_OF_DEVICES ? DEVICE_ORDERS : 0n);
  const attributes = Buffer.alloc(version >= VERSION_OF_NETWORKS ? 16 : 8);
  attributes.writeBigUInt64LE(handled, 0);
  if (version >= VERSION_OF_NETWORKS) attributes.writeBigUInt64LE(CONNECT_TCP, 8);
  const ruleset = mustWork(call('syscall', [CREATE_RULESET, attributes, attributes.length, 0]), 'a ruleset');
  for (const path of readable.filter((one) => existsSync(one))) rule(ruleset, path, READ | LIST | EXECUTE);
  for (const path of writable.filter((one) => existsSync(one))) rule(ruleset, path, handled);
  mustWork(call('prctl', [NO_NEW_PRIVILEGES, 1, 0, 0, 0]), 'giving up new privileges');
  mustWork(call('syscall', [RESTRICT_SELF, ruleset, 0]), 'the fence');
  closeSync(ruleset);
};
