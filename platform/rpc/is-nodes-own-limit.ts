/** Method not found (JSON-RPC 2.0) and method not supported (EIP-1474): others may serve it. */
const METHOD_CODES: ReadonlySet<number> = new Set([-32_601, -32_004]);

/**
 * What nodes say of state that they have thrown away. Sources: go-ethereum (`missing trie node …`, `required historical state unavailable`,
 * `historical state … not available`; also Bor, and Optimism's), Reth (`State at block #… is pruned`), OpenEthereum (`running with state
 * pruning`), Nethermind (`No state available for block …`), and what public endpoints say of an archive that one has to pay for.
 */
const LOST_STATE = /missing trie node|historical state|state .*(?:pruned|pruning|not available|unavailable)|no state available|archive/i;

/** Whether a refusal tells of the node, not of the chain: another may have what this one lacks. */
export const isNodesOwnLimit = ({ code, message }: { readonly code: number; readonly message: string }): boolean =>
  METHOD_CODES.has(code) || LOST_STATE.test(message);
