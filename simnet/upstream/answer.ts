/** What an upstream simulator answers. A string body is sent as it is, anything else as JSON. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export const json = (body: unknown, status = 200): Answer => ({ status, body });
