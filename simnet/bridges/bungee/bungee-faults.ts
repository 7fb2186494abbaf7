import { z } from 'zod';
import { ASSETS } from '#core/domain/asset.ts';
import type { Answer } from '../../upstream/answer.ts';
import type { SimnetUpstream } from '../_kit/upstream.ts';

const output = z.looseObject({
  token: z.looseObject({ address: z.string(), decimals: z.number(), chainId: z.number() }),
  amount: z.string(),
  minAmountOut: z.string(),
});
const answerShape = z.looseObject({ result: z.looseObject({ routes: z.array(z.looseObject({ output })) }) });
type Output = z.infer<typeof output>;

/** Only what is said can be spoilt: the call that is signed would have to be spoilt with it. */
const said =
  (change: (output: Output) => Output) =>
  (answer: Answer): Answer => {
    const parsed = answerShape.safeParse(answer.body);
    if (!parsed.success) return answer;
    const { result } = parsed.data;
    const routes = result.routes.map((route) => ({ ...route, output: change(route.output) }));
    return { ...answer, body: { ...parsed.data, result: { ...result, routes } } };
  };

const amounts = (told: Output, change: (amount: string) => string): Pick<Output, 'amount' | 'minAmountOut'> => ({
  amount: change(told.amount),
  minAmountOut: change(told.minAmountOut),
});

/** Quotes that must not be believed. */
export const bungeeQuoteFaults: NonNullable<SimnetUpstream['quoteFaults']> = {
  'wrong-decimals': said((told) => {
    const decimals = told.token.decimals === 6 ? 18 : 6;
    const shift = decimals - told.token.decimals;
    const shifted = (amount: string) => String(shift > 0 ? BigInt(amount) * 10n ** BigInt(shift) : BigInt(amount) / 10n ** BigInt(-shift));
    return { ...told, token: { ...told.token, decimals }, ...amounts(told, shifted) };
  }),
  'wrong-token': said((told) => {
    const { chainId, address } = told.token;
    const other = ASSETS.find(
      (asset) => asset.chainId === chainId && asset.address.toLowerCase() !== address && asset.symbol.startsWith('USD'),
    );
    return { ...told, token: { ...told.token, address: other?.address ?? address } };
  }),
  'ten-times': said((told) => ({ ...told, ...amounts(told, (amount) => `${amount}0`) })),
};
