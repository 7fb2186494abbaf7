import { Counter, Gauge } from 'prom-client';
import type { Metrics } from '#platform/telemetry/metrics.ts';

/** What the asking for fills that no log tells of has to say in numbers. */
export interface ToldFillMetrics {
  open(bridge: string, transfers: number): void;
  /** `outcome`: `told`, `nothing-yet`, or a failure's code. */
  asked(bridge: string, outcome: string): void;
  /** `outcome`: `paid`, `refunded`, `disagrees`, `later`. */
  read(bridge: string, outcome: string): void;
  /** `why`: `not-ours`, `given-up`, `too-many`. */
  left(bridge: string, why: string): void;
}

export const createToldFillMetrics = (registry: Metrics): ToldFillMetrics => {
  const registers = [registry];
  const name = (what: string) => `routebook_told_fills_${what}`;
  const counter = (what: string, help: string, label: string) =>
    new Counter({ name: name(what), help, labelNames: ['bridge', label], registers });
  const open = new Gauge({
    name: name('open_transfers'),
    help: 'Transfers whose payment only the vendor can name, and has not',
    labelNames: ['bridge'],
    registers,
  });
  const asked = counter('questions_total', 'Times that a vendor was asked for the transaction that paid a transfer', 'outcome');
  const read = counter('readings_total', 'Transactions that a vendor named, as they were found on their chain', 'outcome');
  const left = counter('left_total', 'Deposits whose fill nobody asks for (any more)', 'why');
  return {
    open: (bridge, transfers) => open.set({ bridge }, transfers),
    asked: (bridge, outcome) => asked.inc({ bridge, outcome }),
    read: (bridge, outcome) => read.inc({ bridge, outcome }),
    left: (bridge, why) => left.inc({ bridge, why }),
  };
};
