/** A process to be kept running. */
export interface ProcessSpec {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment of the process; the launcher's own when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What people see: a URL, or host:port. */
  readonly address: string;
  /** One probe: whether it works now. */
  readonly ready: () => Promise<boolean>;
  /** How long it may take from its start to the first successful probe. */
  readonly startDeadlineMs: number;
  /** How long it may take to stop by itself after SIGTERM. */
  readonly stopDeadlineMs: number;
}
