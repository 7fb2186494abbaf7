import { z } from 'zod';
import { ASSETS } from '#core/domain/asset.ts';
import type { Answer } from '../../upstream/answer.ts';
import type { SimnetUpstream } from '../_kit/upstream.ts';

const estimate = z.looseObject({ toAmount: z.string(), toAmountMin: z.string() });
const toToken = z.looseObject({ address: z.string(), decimals: z.number(), chainId: z.number() });
const stepShape = z.looseObject({
  action: z.looseObject({ toToken }),
  estimate,
  includedSteps: z.array(z.looseObject({ action: z.looseObject({ toToken }), estimate })),
});
type Step = z.infer<typeof stepShape>;
type Part = Pick<Step, 'action' | 'estimate'>;

/** The same all through: a vendor that is wrong is wrong everywhere. */
const everywhere =
  (change: (part: Part) => Part) =>
  (answer: Answer): Answer => {
    const step = stepShape.safeParse(answer.body);
    if (!step.success) return answer;
    const includedSteps = step.data.includedSteps.map((part) => ({ ...part, ...change(part) }));
    return { ...answer, body: { ...step.data, ...change(step.data), includedSteps } };
  };

const amounts = ({ estimate }: Part, change: (amount: string) => string): Part['estimate'] => ({
  ...estimate,
  toAmount: change(estimate.toAmount),
  toAmountMin: change(estimate.toAmountMin),
});

/** Quotes that must not be believed. */
export const lifiQuoteFaults: NonNullable<SimnetUpstream['quoteFaults']> = {
  'wrong-decimals': everywhere((part) => {
    const { toToken: told } = part.action;
    const decimals = told.decimals === 6 ? 18 : 6;
    const shift = decimals - told.decimals;
    const shifted = (amount: string) => String(shift > 0 ? BigInt(amount) * 10n ** BigInt(shift) : BigInt(amount) / 10n ** BigInt(-shift));
    return { action: { ...part.action, toToken: { ...told, decimals } }, estimate: amounts(part, shifted) };
  }),
  'wrong-token': everywhere((part) => {
    const { toToken: told } = part.action;
    const other = ASSETS.find(
      ({ chainId, address, symbol }) => chainId === told.chainId && address !== told.address && symbol.startsWith('USD'),
    );
    return { ...part, action: { ...part.action, toToken: { ...told, address: other?.address ?? told.address } } };
  }),
  'ten-times': everywhere((part) => ({ ...part, estimate: amounts(part, (amount) => `${amount}0`) })),
};
