import { toEventSelector } from 'viem';
import { L1_CHAIN_ID, L2_CHAIN_ID } from '#bridges/polygon-bridge/contracts.ts';
import { type Answer, json } from '../../upstream/answer.ts';
import type { UpstreamApi, UpstreamTools } from '../_kit/upstream.ts';
import { proveBurn } from './prove-burn.ts';

const TRANSFER = toEventSelector('Transfer(address,address,uint256)');

export const proofError = (status: number, message: string): Answer => json({ error: true, message }, status);

/** Polygon's proof API, below its network: proofs of burns. */
export const createProofApi =
  ({ links }: UpstreamTools): UpstreamApi =>
  async ({ method, path, query }) => {
    if (method !== 'GET') return proofError(405, 'Method not allowed');
    const hash = /^\/exit-payload\/(0x[0-9a-fA-F]{64})$/.exec(path)?.[1];
    const [l1, l2] = [L1_CHAIN_ID, L2_CHAIN_ID].map((id) => links.find(({ chain }) => chain.chainId === id));
    if (hash === undefined || l1 === undefined || l2 === undefined) return proofError(404, 'Not found');
    if (query.get('eventSignature') !== TRANSFER) return proofError(404, 'Event Signature log not found in tx receipt');
    const proven = await proveBurn(l1, l2, { hash, tokenIndex: Number(query.get('tokenIndex') ?? 0) });
    if ('payload' in proven) return json({ message: 'Payload generation success', result: proven.payload });
    return proven.refusal === 'no checkpoint'
      ? proofError(404, 'Burn transaction has not been checkpointed yet')
      : proofError(404, 'Incorrect burn transaction');
  };
