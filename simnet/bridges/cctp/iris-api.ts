import type { Hex } from 'viem';
import { chainOfDomain } from '#bridges/cctp/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { type Answer, json } from '../../upstream/answer.ts';
import { wander } from '../../world/noise.ts';
import type { UpstreamApi, UpstreamTools } from '../_kit/upstream.ts';
import { ATTESTER, type Attested, attest, signed } from './attester.ts';
import { feesBetween } from './fee-schedule.ts';
import { RECEIVED, sentMessages, transmitterLogs } from './sent-messages.ts';

/** Whole USDC that Circle vouches for before finality. It stays above what one message can burn. */
const ALLOWANCE = { middle: 20_000_000, spread: 0.3, pace: 60 } as const;

export const irisError = (code: number, error: string): Answer => json({ code, error }, code);

/** Circle's attestation API, below its base. */
export const createIrisApi = (tools: UpstreamTools): UpstreamApi => {
  const { world, step, nowMs } = tools;
  return async ({ method, path, query }) => {
    if (method !== 'GET') return irisError(405, 'Method not allowed');
    const fees = /^\/v2\/burn\/USDC\/fees\/(\d{1,9})\/(\d{1,9})$/.exec(path);
    if (fees !== null) return feesOf(Number(fees[1]), Number(fees[2]), query.get('forward') === 'true');
    if (path === '/v2/fastBurn/USDC/allowance') {
      const walked = ALLOWANCE.middle * Math.exp(ALLOWANCE.spread * wander(`${world.seed}/cctp/allowance`, step(), ALLOWANCE.pace));
      const allowance = world.drained('cctp', '') ? 0 : Math.floor(walked * 100) / 100;
      return json({ allowance, lastUpdated: new Date(nowMs()).toISOString() });
    }
    if (path === '/v2/publicKeys') return json({ publicKeys: [{ publicKey: ATTESTER, cctpVersion: 2 }] });
    const messages = /^\/v2\/messages\/(\d{1,9})$/.exec(path);
    return messages === null ? irisError(404, 'Not found') : messagesOf(Number(messages[1]), query, tools);
  };
};

const feesOf = (source: number, destination: number, forward: boolean): Answer => {
  const [from, to] = [chainOfDomain(source), chainOfDomain(destination)];
  if (from === undefined || to === undefined || from === to) return irisError(404, 'Unsupported domain pair');
  return json(feesBetween(from, to, forward));
};

const messagesOf = async (source: number, query: URLSearchParams, { links, nowMs }: UpstreamTools): Promise<Answer> => {
  const link = links.find(({ chain }) => chain.chainId === chainOfDomain(source));
  const hash = query.get('transactionHash');
  const nonce = query.get('nonce');
  if (hash === null && nonce === null) return irisError(400, 'One of transactionHash and nonce is required');
  const sent = link === undefined ? [] : await sentMessages(link);
  const found = sent.flatMap((message) => {
    const attested = attest(message);
    const asked = attested !== undefined && (hash === null ? attested.nonce === nonce : message.transactionHash === hash);
    return asked ? [attested] : [];
  });
  if (found.length === 0) return irisError(404, 'Message not found');
  return json({ messages: await Promise.all(found.map((one) => written(one, { links, nowMs: nowMs() }))) });
};

const written = async (attested: Attested, now: { links: readonly ChainLink[]; nowMs: number }) => {
  const { burn, nonce, message, readyAtMs, delayReason, forwarded, underpaid } = attested;
  const ready = readyAtMs <= now.nowMs;
  return {
    attestation: ready ? await signed(message) : 'PENDING',
    message: ready ? message : '0x',
    eventNonce: nonce,
    cctpVersion: 2,
    status: ready ? 'complete' : 'pending_confirmations',
    decodedMessage: {
      sourceDomain: String(burn.sourceDomain),
      destinationDomain: String(burn.destinationDomain),
      nonce,
      minFinalityThreshold: String(burn.minFinalityThreshold),
      finalityThresholdExecuted: String(burn.finalityThresholdExecuted),
      decodedMessageBody: {
        burnToken: short(burn.burnToken),
        mintRecipient: short(burn.mintRecipient),
        amount: String(burn.amount),
        messageSender: short(burn.messageSender),
        maxFee: String(burn.maxFee),
        feeExecuted: String(burn.feeExecuted),
        expirationBlock: '0',
        hookData: burn.hookData === '0x' ? null : burn.hookData,
      },
    },
    delayReason: ready ? null : delayReason,
    ...(forwarded ? await forwarding(attested, now.links) : {}),
    ...(underpaid ? { forwardState: 'FAILED', forwardTxHash: null } : {}),
  };
};

const short = (word: Hex): Hex => `0x${word.slice(-40)}`;

/** Whether the forwarder's mint, or anybody's, is on the destination. */
const forwarding = async ({ nonce, burn }: Attested, links: readonly ChainLink[]) => {
  const destination = links.find(({ chain }) => chain.chainId === chainOfDomain(burn.destinationDomain));
  const [log] = destination === undefined ? [] : await transmitterLogs(destination, [RECEIVED, null, nonce]);
  return log === undefined
    ? { forwardState: 'PENDING', forwardTxHash: null }
    : { forwardState: 'COMPLETE', forwardTxHash: log.transactionHash };
};
