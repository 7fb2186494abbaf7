import { z } from 'zod';

const LONGEST_DECIMAL = 40;
/** A decimal number as text, exactly as it was written: the API writes some as JSON numbers and some as strings. */
const decimal = z
  .union([z.number().transform(String), z.string().max(LONGEST_DECIMAL)])
  .pipe(z.string().regex(/^\d{1,20}(\.\d{1,18})?$/, 'no decimal number'));
/** USDC's smallest units, as a number or as text. */
const minorUnits = z.union([z.int().nonnegative().transform(BigInt), z.string().max(LONGEST_DECIMAL).regex(/^\d+$/).transform(BigInt)]);

/** The reference calls the middle figure `medium`, Circle's own package `med`. */
const forwardFee = z
  .object({ low: minorUnits, med: minorUnits.optional(), medium: minorUnits.optional(), high: minorUnits })
  .refine(({ med, medium }) => med !== undefined || medium !== undefined, 'no middle figure')
  .transform(({ low, med, medium, high }) => ({ low, med: med ?? medium ?? high, high }));

/** GET /v2/burn/USDC/fees/{source}/{destination}, 200. `forwardFee` comes where `forward=true` was asked and is offered. */
export const burnFees = z
  .array(
    z.object({
      finalityThreshold: z.union([z.literal(1_000), z.literal(2_000)]),
      /** Basis points; may be a fraction. */
      minimumFee: decimal,
      forwardFee: forwardFee.nullish(),
    }),
  )
  .max(16);
export type BurnFees = z.infer<typeof burnFees>;

/** GET /v2/fastBurn/USDC/allowance, 200. Whole USDC. */
export const fastAllowance = z.object({ allowance: decimal, lastUpdated: z.string().max(64).nullish() });

const hex = z.string().regex(/^0x[0-9a-fA-F]*$/);

const decodedBody = z.object({
  burnToken: hex,
  mintRecipient: hex,
  amount: z.string().regex(/^\d{1,78}$/),
  messageSender: hex,
  maxFee: z
    .string()
    .regex(/^\d{1,78}$/)
    .nullish(),
  feeExecuted: z
    .string()
    .regex(/^\d{1,78}$/)
    .nullish(),
  hookData: hex.nullish(),
});

/** One message of GET /v2/messages/{source}. Before it is attested, `message` may be null or empty and the nonce unknown. */
export const irisMessage = z.object({
  message: hex.nullish(),
  eventNonce: z.string().nullish(),
  attestation: z.string().nullish(),
  decodedMessage: z
    .object({
      sourceDomain: z.string().regex(/^\d{1,9}$/),
      destinationDomain: z.string().regex(/^\d{1,9}$/),
      decodedMessageBody: decodedBody.nullish(),
    })
    .nullish(),
  cctpVersion: z.int().nullish(),
  status: z.string(),
  delayReason: z.string().nullish(),
  forwardState: z.string().nullish(),
  forwardTxHash: z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/)
    .nullish(),
});
export type IrisMessage = z.infer<typeof irisMessage>;

export const irisMessages = z.object({ messages: z.array(irisMessage).max(100) });

/** The body of an error: its status again, and words. */
export const apiError = z.object({
  code: z.union([z.int(), z.string()]).optional(),
  error: z.string().optional(),
  message: z.string().optional(),
});
