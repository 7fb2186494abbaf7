/** The bridges that the simnet's traffic pays, and its ledger knows. What endows the relayers of others is a deposit too, and arrives when it pleases. */
export const TRAFFIC_BRIDGES: readonly string[] = ['across', 'stargate', 'stargate-bus'];
