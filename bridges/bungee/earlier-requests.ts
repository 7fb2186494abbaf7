import { z } from 'zod';
import { bytes32, chainId } from '../_kit/fields.ts';

/** The states by their number. Source: docs.bungee.exchange, as public clients of that API list them. */
const WORDS = ['PENDING', 'ASSIGNED', 'EXTRACTED', 'FULFILLED', 'SETTLED', 'EXPIRED', 'CANCELLED', 'REFUNDED'] as const;

const request = z.object({
  hash: bytes32,
  originData: z.looseObject({ originChainId: chainId.nullish() }).nullish(),
  destinationData: z.looseObject({ destinationChainId: chainId.nullish() }).nullish(),
  bungeeStatusCode: z
    .int()
    .min(0)
    .max(WORDS.length - 1),
  refund: z.unknown().optional(),
});

/** GET /api/v1/bungee/status, 200: a list of what was asked about. */
const list = z.object({ result: z.array(request).max(100) });

/** The requests of an answer of the API before its third version, each in the form of today's status, unread; undefined where it is no such answer. */
export const earlierRequests = (json: unknown): readonly unknown[] | undefined =>
  list.safeParse(json).data?.result.map(({ hash, originData, destinationData, bungeeStatusCode, refund }) => ({
    quoteId: hash,
    status: WORDS[bungeeStatusCode],
    origin: originData && { ...originData, chainId: originData.originChainId },
    destination: destinationData && { ...destinationData, chainId: destinationData.destinationChainId },
    refund,
  }));
