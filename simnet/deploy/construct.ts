import { type AbiParameter, type Address, concatHex, encodeAbiParameters, type Hex, parseAbiParameters } from 'viem';
import type { ChainLink } from '../chains/chain-link.ts';
import { OWNER } from './accounts.ts';

/** A contract to put at an address of our choice. */
export interface Construction {
  readonly at: Address;
  readonly creationCode: Hex;
  /** The constructor's parameters in Solidity's words, and their values. */
  readonly parameters?: string;
  readonly values?: readonly unknown[];
}

/**
 * Constructs contracts in place: the creation code stands at the target for a moment; a call to it returns the runtime code with this
 * chain's immutables, a transaction to it runs the constructor in its own storage; then the runtime code takes its place.
 * Contracts of one batch must not need each other in their constructors.
 */
export const construct = async (link: ChainLink, batch: readonly Construction[]): Promise<void> => {
  for (const { at, creationCode, parameters, values } of batch) {
    const types: readonly AbiParameter[] = parameters === undefined ? [] : (parseAbiParameters(parameters) as readonly AbiParameter[]);
    const code = concatHex([creationCode, encodeAbiParameters(types, values ?? [])]);
    await link.rpc.call('anvil_setNonce', [at, '0x1']);
    await link.rpc.call('anvil_setCode', [at, code]);
  }
  const runtimes: Hex[] = [];
  for (const { at } of batch) runtimes.push(await link.rpc.call<Hex>('eth_call', [{ from: OWNER, to: at }, 'latest']));
  await link.send(batch.map(({ at }) => ({ to: at, data: '0x' })));
  for (const [index, { at }] of batch.entries()) await link.rpc.call('anvil_setCode', [at, runtimes[index]]);
};
