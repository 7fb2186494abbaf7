import type { Result } from '../result.ts';
import type { Delivery, Incident } from './incident.ts';
import type { ChannelName } from './routing.ts';

/** What a channel is told: that an incident began, or that it is over. */
export interface Notice {
  readonly told: Delivery['told'];
  readonly incident: Incident;
}

/** Why a notice did not arrive. It is sent again, not before `retryAfterMs`. */
export interface Undelivered {
  readonly detail: string;
  readonly retryAfterMs: number | null;
}

/** A way to people. At-least-once: a notice whose acknowledgement was lost is sent again, under the same incident id. */
export interface Channel {
  readonly name: ChannelName;
  /** Gives the channel's own name for the incident, if it has one. Never throws for what a vendor answers. */
  tell(notice: Notice, signal: AbortSignal): Promise<Result<string | null, Undelivered>>;
}

/** The line that people read first. */
export const headline = ({ told, incident }: Notice): string =>
  told === 'open'
    ? `[${incident.severity.toUpperCase()}] ${incident.summary}`
    : `[RESOLVED] ${incident.summary} (${incident.relapses === 0 ? 'over' : `over, after ${incident.relapses} relapses`})`;
