import type { Severity } from './rules.ts';

/** Where notices can go. */
export const CHANNELS = ['log', 'pagerduty', 'telegram', 'email', 'statuspage'] as const;

export type ChannelName = (typeof CHANNELS)[number];

/** Who is told of what: only what is at stake wakes somebody, and only what users feel stands on the public page. */
const ROUTES: Readonly<Record<Severity, readonly ChannelName[]>> = {
  critical: ['log', 'pagerduty', 'telegram', 'email', 'statuspage'],
  high: ['log', 'pagerduty', 'telegram', 'email'],
  medium: ['log', 'telegram'],
  info: ['log'],
};

/** Troubles of single bridges and chains are felt by users although they wake nobody twice. */
const PUBLIC_RULES: ReadonlySet<string> = new Set(['bridge-down', 'chain-silent']);

/** The channels of an incident, whether they are set up or not. */
export const channelsOf = ({ rule, severity }: { rule: string; severity: Severity }): readonly ChannelName[] =>
  PUBLIC_RULES.has(rule) ? [...new Set([...ROUTES[severity], 'statuspage' as const])] : ROUTES[severity];
