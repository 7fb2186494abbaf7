import { z } from 'zod';
import { bytes32, chainId, evmAddress, tokenDecimals, units } from '../_kit/fields.ts';

/** A share or a sum in whole units, as text: `-0.50`. */
const decimalText = z.string().regex(/^-?\d{1,60}(\.\d{1,40})?$/);

const currency = z.object({ chainId, address: z.string().min(1).max(120), symbol: z.string().max(60), decimals: tokenDecimals });

/** An amount of a currency, which the answer writes three times: in base units, in whole ones, and in USD. */
const amount = z.object({
  currency,
  amount: units,
  amountFormatted: decimalText.nullish(),
  amountUsd: decimalText.nullish(),
});
export type RelayAmount = z.infer<typeof amount>;

const count = z.union([z.string(), z.int().transform(String)]).pipe(
  z
    .string()
    .regex(/^\d{1,78}$/)
    .transform(BigInt),
);

const item = z.object({
  data: z
    .object({
      from: evmAddress.nullish(),
      to: evmAddress.nullish(),
      data: z
        .string()
        .regex(/^0x(?:[0-9a-fA-F]{2})*$/)
        .nullish(),
      value: count.nullish(),
      gas: count.nullish(),
      chainId: chainId.nullish(),
    })
    .nullish(),
  check: z.object({ endpoint: z.string() }).nullish(),
});

const step = z.object({
  id: z.string(),
  kind: z.string(),
  requestId: z.string().nullish(),
  /** Where a plain transfer goes, in answers that were asked for one. */
  depositAddress: z.string().nullish(),
  items: z.array(item).max(20),
});

const seconds = z.number().nonnegative();
const slippage = z.object({ value: units.nullish(), percent: decimalText.nullish() });

/** POST /quote/v2, 200: the parts that we rely on. Source: docs.relay.link and relayprotocol/relay-kit at c3af14db. */
export const quoteAnswer = z.object({
  steps: z.array(step).max(20),
  fees: z.object({
    relayer: amount,
    relayerGas: amount,
    relayerService: amount,
    app: amount.nullish(),
    subsidized: amount.nullish(),
  }),
  /** The order that the depository's log names: another number than the request's. */
  protocol: z.object({ v2: z.object({ orderId: bytes32 }).nullish() }).nullish(),
  breakdown: z
    .array(z.object({ timeEstimate: seconds.nullish() }))
    .max(20)
    .nullish(),
  details: z.object({
    currencyIn: amount,
    currencyOut: amount.extend({ minimumAmount: units.nullish() }),
    timeEstimate: seconds.nullish(),
    slippageTolerance: z.object({ destination: slippage.nullish() }).nullish(),
    expandedPriceImpact: z.object({ swap: z.object({ usd: decimalText.nullish() }).nullish() }).nullish(),
  }),
});
export type RelayQuote = z.infer<typeof quoteAnswer>;

/** The body of an error. Its code was called `code` before `errorCode`. */
export const apiError = z.object({ message: z.string().default(''), errorCode: z.string().nullish(), code: z.string().nullish() });

const listed = z.object({ address: z.string(), symbol: z.string(), decimals: tokenDecimals, supportsBridging: z.boolean().nullish() });

/** GET /chains, 200. */
export const chainList = z.object({
  chains: z
    .array(
      z.object({
        id: z.int().nonnegative(),
        disabled: z.boolean().nullish(),
        depositEnabled: z.boolean().nullish(),
        currency: listed.nullish(),
        erc20Currencies: z.array(listed).max(5_000).nullish(),
        solverCurrencies: z.array(listed).max(5_000).nullish(),
      }),
    )
    .max(2_000),
});

const hashes = z.array(z.string().min(1).max(120)).max(100);

/** GET /intents/status/v3, and the deprecated one before it, which calls its time `time`. */
export const intentStatus = z.object({
  status: z.string().min(1).max(60),
  inTxHashes: hashes.nullish(),
  txHashes: hashes.nullish(),
  refundTxHashes: hashes.nullish(),
  originChainId: chainId.nullish(),
  destinationChainId: chainId.nullish(),
  details: z.string().nullish(),
  requestId: bytes32.nullish(),
});

const made = z.object({ hash: z.string().min(1).max(120).nullish(), chainId: chainId.nullish() });
const party = z.string().max(120).nullish();

const request = z.object({
  id: bytes32,
  status: z.string().min(1).max(60),
  user: party,
  recipient: party,
  data: z
    .object({
      inTxs: z.array(made).max(100).nullish(),
      outTxs: z.array(made).max(100).nullish(),
      metadata: z.object({ sender: party, recipient: party, currencyIn: amount.nullish(), currencyOut: amount.nullish() }).nullish(),
    })
    .nullish(),
});
export type RelayRequest = z.infer<typeof request>;

/** GET /requests/v2, retired on 2026-11-24. Source: public clients that were typed from Relay's OpenAPI; its own page was not at hand. */
export const requestList = z.object({ requests: z.array(request).max(100) });
