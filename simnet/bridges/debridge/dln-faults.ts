import { z } from 'zod';
import { ASSETS } from '#core/domain/asset.ts';
import type { Answer } from '../../upstream/answer.ts';
import type { SimnetUpstream } from '../_kit/upstream.ts';

const token = z.looseObject({ address: z.string(), chainId: z.number(), decimals: z.number(), amount: z.string() });
const shape = z.looseObject({ estimation: z.looseObject({ dstChainTokenOut: token }) });

const onOutput =
  (change: (output: z.infer<typeof token>) => object) =>
  (answer: Answer): Answer => {
    const told = shape.safeParse(answer.body);
    if (!told.success) return answer;
    const { estimation } = told.data;
    return {
      ...answer,
      body: {
        ...told.data,
        estimation: { ...estimation, dstChainTokenOut: { ...estimation.dstChainTokenOut, ...change(estimation.dstChainTokenOut) } },
      },
    };
  };

/** Estimations that must not be believed. */
export const dlnQuoteFaults: NonNullable<SimnetUpstream['quoteFaults']> = {
  'wrong-decimals': onOutput(({ decimals }) => ({ decimals: decimals === 6 ? 18 : 6 })),
  'wrong-token': onOutput(({ chainId, address }) => ({
    address: ASSETS.find((asset) => asset.chainId === chainId && asset.symbol === 'USDT')?.address ?? address,
  })),
  'ten-times': onOutput(({ amount }) => ({ amount: `${amount}0`, recommendedAmount: `${amount}0`, maxTheoreticalAmount: `${amount}0` })),
};
