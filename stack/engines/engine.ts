import type { ProcessSpec } from '../process-spec.ts';

/**
 * A program that Routebook stands on and a machine may not have: it knows how to fetch, start, probe and stop its one.
 * Adding an engine is adding a file beside this one and its line in `list.ts`.
 */
export interface Engine {
  /** Stable id: names its process, its log, its data folder and its flag `--<name>-port`. */
  readonly name: string;
  readonly title: string;
  /** The variable that tells services where it is; when the environment has it already, the engine is not started. */
  readonly variable: 'KAFKA_BROKERS' | 'SCHEMA_REGISTRY_URL' | 'REDIS_URL' | 'CLICKHOUSE_URL';
  /** How many ports it listens on; the first is the one that clients use. */
  readonly ports: number;
  readonly needsJava: boolean;
  /** Its files, fetched at most once a machine. Answers the folder. Throws LaunchError. */
  fetch(context: FetchContext): Promise<string>;
  /** Writes its configuration and says what to run. */
  prepare(context: PrepareContext): Promise<PreparedEngine>;
}

export interface FetchContext {
  /** Where engines are kept for all data folders of this user. */
  readonly cacheDir: string;
  /** What a progress display shows, for example `12 files, 34 MB`. */
  readonly onProgress: (text: string) => void;
}

export interface PrepareContext {
  /** What `fetch` answered. */
  readonly home: string;
  /** The engine's own folder; exists. */
  readonly dataDir: string;
  readonly ports: readonly number[];
  readonly java: string;
}

export interface PreparedEngine {
  /** The value of the engine's variable. */
  readonly url: string;
  /** Further variables by which it can be reached, for example as another user. */
  readonly alsoReachable?: Readonly<Record<string, string>>;
  readonly spec: ProcessSpec;
}
