import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { Asset } from '#core/domain/asset.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import type { Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { BridgeContext } from '../_kit/port.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { askApi } from './ask-api.ts';
import { chainIdOf } from './contracts.ts';
import { type CreateTx, createTx } from './schemas.ts';

/** A solver never gives more than it is repaid; figures of two prices may lie this far apart. */
const WORTH_OUT_MAX = 1.05;

/** Ten times what DLN takes for an order in the chain's coin (0.001 ether, 0.5 POL, 0.05 AVAX): its holders may vote for more, and no unit is off by so little. */
const FIXED_FEE_MAX: Readonly<Record<number, bigint>> = { 137: 5n * 10n ** 18n, 43114: 5n * 10n ** 17n };
const FIXED_FEE_MAX_ELSEWHERE = 10n ** 16n;

/** Whose order it is to be. */
export interface Wallets {
  readonly sender: string;
  readonly recipient: string;
}

/**
 * Asks GET /dln/order/create-tx: without wallets an estimation, with them the transaction too. The solver's expenses come out of what is
 * delivered (`prependOperatingExpenses=false`), so that the amount asked for is the amount paid. Believed only when it is about what was asked.
 */
export const askCreateTx = async (
  context: BridgeContext,
  question: QuoteQuestion,
  wallets?: Wallets,
): Promise<Result<CreateTx, QuoteFailure>> => {
  const { corridor, amountIn } = question;
  const { from, to } = corridor;
  const accessToken = context.apiKeys.DEBRIDGE_API_KEY;
  if (from.chainId === to.chainId) return fail('UNSUPPORTED_ROUTE', 'DLN carries from one chain to another');
  const query = new URLSearchParams({
    srcChainId: String(from.chainId),
    srcChainTokenIn: from.address,
    srcChainTokenInAmount: String(amountIn),
    dstChainId: String(to.chainId),
    dstChainTokenOut: to.address,
    dstChainTokenOutAmount: 'auto',
    prependOperatingExpenses: 'false',
    // Both authorities are the payer's: whoever paid may cancel, and has it back.
    ...(wallets === undefined
      ? {}
      : {
          senderAddress: wallets.sender,
          dstChainTokenOutRecipient: wallets.recipient,
          srcChainOrderAuthorityAddress: wallets.sender,
          dstChainOrderAuthorityAddress: wallets.sender,
        }),
    ...(accessToken === undefined ? {} : { accesstoken: accessToken }),
  });
  const asked = await askApi(context, `/dln/order/create-tx?${query}`, createTx);
  if (!asked.ok) return asked;
  const wrong = mismatch(asked.value, question);
  return wrong === undefined ? asked : fail('MALFORMED_ANSWER', wrong);
};

const mismatch = ({ estimation, fixFee, tx }: CreateTx, { corridor, amountIn }: QuoteQuestion): string | undefined => {
  const { srcChainTokenIn, srcChainTokenOut, dstChainTokenOut } = estimation;
  const other =
    otherToken('srcChainTokenIn', srcChainTokenIn, corridor.from) ?? otherToken('dstChainTokenOut', dstChainTokenOut, corridor.to);
  if (other !== undefined) return other;
  const swapped = srcChainTokenOut && vendorAsset({ ...srcChainTokenOut, chainId: chainIdOf(srcChainTokenOut.chainId) });
  if (swapped && swapped.decimals !== srcChainTokenOut?.decimals) return `srcChainTokenOut has ${srcChainTokenOut?.decimals} decimals`;
  if (srcChainTokenIn.amount !== amountIn) {
    const why = srcChainTokenIn.mutatedWithOperatingExpense ? ' (the solver’s expenses were put on top)' : '';
    return `the order takes ${srcChainTokenIn.amount}, asked was ${amountIn}${why}`;
  }
  const { amount, recommendedAmount, maxTheoreticalAmount } = dstChainTokenOut;
  if (recommendedAmount != null && amount > recommendedAmount) return `${amount} comes out, recommended are ${recommendedAmount}`;
  if (maxTheoreticalAmount != null && amount > maxTheoreticalAmount) return `${amount} comes out, at best ${maxTheoreticalAmount}`;
  const [given, got] = [srcChainTokenIn, dstChainTokenOut].map(worthOf);
  if (given !== undefined && got !== undefined && got > given * WORTH_OUT_MAX) return `${got} USD come out, ${given} USD go in`;
  const most = FIXED_FEE_MAX[corridor.from.chainId] ?? FIXED_FEE_MAX_ELSEWHERE;
  if (fixFee > most) return `a fixed fee of ${fixFee}, at most ${most} is believed`;
  const value = fixFee + (corridor.from.address === NATIVE_ADDRESS ? amountIn : 0n);
  return tx?.value == null || tx.value === value
    ? undefined
    : `the transaction pays ${tx.value}, the fixed fee and the amount come to ${value}`;
};

/** In USD; undefined where the answer names no worth that could be one. */
const worthOf = ({ approximateUsdValue }: CreateTx['estimation']['dstChainTokenOut']): number | undefined =>
  typeof approximateUsdValue === 'number' && approximateUsdValue > 0 ? approximateUsdValue : undefined;

const otherToken = (name: string, told: CreateTx['estimation']['dstChainTokenOut'], asked: Asset): string | undefined => {
  if (chainIdOf(told.chainId) !== asked.chainId) return `${name} is on chain ${told.chainId}, asked was ${asked.chainId}`;
  if (told.address.toLowerCase() !== asked.address.toLowerCase()) return `${name} is ${told.address}, asked was ${asked.address}`;
  return told.decimals === asked.decimals ? undefined : `${name} has ${told.decimals} decimals, ${asked.id} has ${asked.decimals}`;
};
