import { type Address, type Hex, toHex } from 'viem';
import { expect } from 'vitest';
import { type ChainEvent, eventIdOf } from '#core/domain/chain-event.ts';
import { problem } from '#schemas/api/problem.ts';
import { type StepJson, stepResponse } from '#schemas/api/transaction.ts';
import { type TransferJson, transfer as transferSchema } from '#schemas/api/transfer.ts';
import { startApi } from './api-service.ts';
import type { BridgeWorld } from './bridge-world.ts';
import { createPrefix, testEngines } from './test-engines.ts';
import { createViewWriter } from './transfer-views.ts';

export interface StepWishJson {
  readonly sender: string;
  readonly step?: StepJson['step'];
}

/** The API over a bridge's world, where a transfer's user asks for what is left to be signed; and a hand that shows it what the chains saw. */
export const startStepCounter = async (world: BridgeWorld) => {
  const nodes = new Map(world.chains.links.map(({ chain, rpc: { url } }) => [chain.chainId, [url]]));
  const api = await startApi({ ...testEngines(), prefix: createPrefix(), world: { nodes, endpoints: world.context().endpoints } });
  const write = createViewWriter(api);
  const seen = new Map<string, ChainEvent[]>();
  const linkOf = (chainId: number) => world.chains.links.find(({ chain }) => chain.chainId === chainId) ?? fail(`no chain ${chainId}`);
  const fail = (why: string): never => {
    throw new Error(why);
  };

  const eventsOf = async (chainId: number, hash: Hex): Promise<readonly ChainEvent[]> => {
    const { rpc } = linkOf(chainId);
    const { blockHash, blockNumber } = await rpc.call<{ blockHash: Hex; blockNumber: Hex }>('eth_getTransactionReceipt', [hash]);
    const { timestamp } = await rpc.call<{ timestamp: Hex }>('eth_getBlockByHash', [blockHash, false]);
    return (await world.read(chainId, hash)).flatMap(({ kind, transferKey, fields }, index): ChainEvent[] => {
      if (transferKey === undefined) return [];
      return [
        {
          eventId: eventIdOf(chainId, blockHash, index),
          transferKey,
          bridge: transferKey.slice(0, transferKey.indexOf(':')),
          kind,
          removed: false,
          chainId,
          blockNumber: Number(blockNumber),
          blockHash,
          logIndex: index,
          transactionHash: hash,
          blockTimeMs: Number(timestamp) * 1_000,
          observedAtMs: Date.now(),
          fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)])),
        },
      ];
    });
  };

  const ask = (id: string, wish: StepWishJson): Promise<Response> =>
    fetch(`${api.url}/api/v1/transfers/${id}/transaction`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(wish),
    });

  const build = async (id: string, wish: StepWishJson): Promise<StepJson> => {
    const response = await ask(id, wish);
    const text = await response.text();
    expect(response.status, text).toBe(200);
    return stepResponse.parse(JSON.parse(text));
  };

  /** Has the API know all that a transaction's logs say. */
  const show = async (chainId: number, hash: Hex): Promise<void> => {
    for (const event of await eventsOf(chainId, hash)) {
      const events = [...(seen.get(event.transferKey) ?? []), event];
      seen.set(event.transferKey, events);
      await write(events, events.length);
    }
  };

  return {
    api,
    ask,
    build,
    show,
    /** The code of the problem that is answered, and the whole of it. */
    refusal: async (id: string, wish: StepWishJson) => {
      const response = await ask(id, wish);
      const told = problem.parse(await response.json());
      expect(response.status).toBe(told.status);
      return told;
    },
    transfer: async (id: string): Promise<TransferJson> =>
      transferSchema.parse(await (await fetch(`${api.url}/api/v1/transfers/${id}`)).json()),
    /** Has it built and signs it as it was built, to the last field. What came of it is not shown yet. */
    sign: async (id: string, wish: StepWishJson): Promise<Hex> => {
      const { transaction } = await build(id, wish);
      const { to, data, value, chainId, gas, maxFeePerGas, maxPriorityFeePerGas, nonce } = transaction;
      const { rpc } = linkOf(Number(chainId));
      await rpc.call('anvil_impersonateAccount', [wish.sender]);
      const hex = (text: string): Hex => toHex(BigInt(text));
      const hash = await rpc.call<Hex>('eth_sendTransaction', [
        {
          from: wish.sender as Address,
          to,
          data,
          value: hex(value),
          gas: hex(gas),
          maxFeePerGas: hex(maxFeePerGas),
          maxPriorityFeePerGas: hex(maxPriorityFeePerGas),
          nonce: hex(nonce),
        },
      ]);
      await rpc.call('evm_mine');
      expect(await rpc.call('eth_getTransactionReceipt', [hash])).toMatchObject({ status: '0x1' });
      return hash;
    },
    stop: api.stop,
  };
};

export type StepCounter = Awaited<ReturnType<typeof startStepCounter>>;
