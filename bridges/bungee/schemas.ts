import { z } from 'zod';
import { bytes32, chainId, evmAddress, tokenDecimals, units } from '../_kit/fields.ts';

/** Far more than any answer holds. */
const ENTRIES_MAX = 200;
const word = z.string().max(200);

/** Figures in USD are for show: none is read. */
const token = z.object({ chainId, address: evmAddress, symbol: word, decimals: tokenDecimals });
export type Token = z.infer<typeof token>;

const quantity = z
  .union([z.string(), z.int().nonnegative().transform(String)])
  .pipe(z.string().regex(/^(0x[0-9a-fA-F]{1,64}|\d{1,78})$/))
  .transform(BigInt);

const provider = z.object({ name: word.nullish(), displayName: word.nullish() });

const route = z.object({
  userOp: word,
  quoteId: bytes32,
  /** Seconds since 1970. */
  expiresAt: z.int().positive(),
  output: z.object({ token, amount: units, minAmountOut: units }),
  /** Seconds. */
  estimatedTime: z.number().nonnegative().nullish(),
  routeDetails: z.object({ bridgeDetails: z.object({ protocol: provider.nullish() }).nullish() }).nullish(),
  gasFee: z.object({ gasLimit: quantity.nullish() }).nullish(),
  approval: z.object({ spenderAddress: evmAddress, tokenAddress: evmAddress, amount: units }).nullish(),
  txData: z.object({
    kind: z.literal('evm_tx'),
    object: z.object({ chainId, to: evmAddress, data: z.string().regex(/^0x([0-9a-fA-F]{2})*$/), value: quantity }),
  }),
});
export type Route = z.infer<typeof route>;

/** GET /quote with userOps=tx, 200: the parts that we rely on. Source: docs.socket.tech/api-reference/swap/get-quotes (openapi.json). */
export const quoted = z.object({
  result: z.object({
    originChainId: chainId,
    destinationChainId: chainId,
    userAddress: evmAddress,
    receiverAddress: evmAddress,
    input: z.object({ token, amount: units }),
    routes: z.array(route).max(ENTRIES_MAX),
  }),
});
export type Quoted = z.infer<typeof quoted>['result'];

/** GET /tokens/list, 200: by chain id. */
export const tokens = z.object({
  result: z.record(z.string(), z.array(z.object({ address: z.string(), chainId, symbol: word, decimals: tokenDecimals }))),
});

/** The envelope of every answer; `success` is false where it is an error, whatever the HTTP status. */
export const envelope = z.object({ success: z.boolean(), message: z.unknown().optional(), error: z.unknown().optional() });

/** What names a transaction, an account or a token: hex on EVM chains, and longer words elsewhere. */
const reference = z.string().min(1).max(120);
const entry = z.object({ token: token.extend({ address: reference }), amount: units });
const entries = z.array(entry).max(ENTRIES_MAX).nullish();
const side = { chainId: chainId.nullish(), txHash: reference.nullish() };

/** GET /status, 200. Source: docs.socket.tech/api-reference/swap/get-status. */
export const status = z.object({
  result: z.object({
    quoteId: bytes32,
    status: word.min(1),
    origin: z.object({ ...side, userAddress: reference.nullish(), input: entries }).nullish(),
    destination: z.object({ ...side, receiverAddress: reference.nullish(), output: entries }).nullish(),
    refund: z.object({ txHash: reference.nullish() }).nullish(),
  }),
});
