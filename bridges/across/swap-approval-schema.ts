import { z } from 'zod';
import { evmAddress, uint32, units } from '../_kit/fields.ts';
import { feePart, token } from './schemas.ts';

/** The bridge's own fees: in the input token, their total what it takes. Source: the API's OpenAPI, across-protocol/frontend at 1f6e662c. */
const relayFees = z.object({ totalRelay: feePart, relayerCapital: feePart, relayerGas: feePart, lp: feePart });

/** The same as later answers tell it: src/utils/serverless-api/prod/swap-approval.ts at 050b3a80. Who else may carry it has no such parts. */
const feePaid = z.object({ amount: units });
const feeDetails = z.object({
  amount: units,
  token,
  details: z.object({ lp: feePaid, relayerCapital: feePaid, destinationGas: feePaid }).nullish(),
});

const swap = z.object({
  tokenIn: token,
  tokenOut: token,
  inputAmount: units,
  outputAmount: units,
  minOutputAmount: units.optional(),
});

/** GET /swap/approval, 200: the parts that we rely on. */
export const swapApproval = z.object({
  inputToken: token,
  outputToken: token,
  inputAmount: units,
  expectedOutputAmount: units,
  minOutputAmount: units,
  expectedFillTime: z.number().nonnegative(),
  quoteExpiryTimestamp: uint32.optional(),
  steps: z.object({
    originSwap: swap.nullish(),
    bridge: z.object({
      tokenIn: token,
      tokenOut: token,
      inputAmount: units,
      outputAmount: units,
      provider: z.string().default('across'),
      fees: z.union([relayFees, feeDetails]),
    }),
    destinationSwap: swap.nullish(),
  }),
  swapTx: z.object({
    chainId: z.int().positive(),
    to: evmAddress,
    data: z.string().startsWith('0x'),
    gas: units.catch(0n),
    /** Absent from the document's own example. */
    value: units.optional(),
  }),
  id: z.string().max(200).default(''),
});

export type SwapApproval = z.infer<typeof swapApproval>;
