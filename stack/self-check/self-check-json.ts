import type { SelfCheckReport } from './self-check.ts';

/** The report for programs. URLs stay out of it: keys stand in them. */
export const selfCheckJson = ({ network, chains, bridges }: SelfCheckReport) => ({
  network,
  chains: chains.map(({ chain, endpoints }) => ({
    chain,
    endpoints: endpoints.map(({ host, state, detail }) => ({ host, state, detail })),
  })),
  bridges,
});
