import { ASSETS } from '#core/domain/asset.ts';
import { corridorOf } from '#core/domain/corridor.ts';
import type { Bridge } from './port.ts';
import type { QuoteQuestion } from './quote-question.ts';

/** Something that the bridge would have asked, for answers that do not depend on it: a thousand of an asset that it carries. */
export const sampleQuestion = (bridge: Bridge): QuoteQuestion => {
  const [first] = sampleQuestions(bridge);
  if (first === undefined) throw new Error(`${bridge.manifest.id} carries no asset of the registry between two chains`);
  return first;
};

/** One for each symbol that the bridge carries between two chains, in the order of the registry. */
export const sampleQuestions = ({ manifest }: Bridge): readonly QuoteQuestion[] => {
  const carried = ASSETS.filter(({ chainId, symbol }) => manifest.chains.includes(chainId) && manifest.assets.includes(symbol));
  const bySymbol = new Map<string, QuoteQuestion>();
  for (const from of carried) {
    const to = carried.find(({ chainId, symbol }) => chainId !== from.chainId && symbol === from.symbol);
    if (to === undefined || bySymbol.has(from.symbol)) continue;
    bySymbol.set(from.symbol, { corridor: corridorOf(from, to), amountIn: 1_000n * 10n ** BigInt(from.decimals) });
  }
  return [...bySymbol.values()];
};

/** Nothing that an answer may depend on is the same in all of these: not the amount, far apart either way, nor where it is sent from and to. */
export const variedQuestions = (bridge: Bridge): readonly QuoteQuestion[] => {
  const one = sampleQuestion(bridge);
  const { from, to } = one.corridor;
  const other = sampleQuestions(bridge).at(-1) ?? one;
  return [one, { corridor: corridorOf(to, from), amountIn: 10n ** BigInt(to.decimals) }, { ...other, amountIn: other.amountIn * 1_000n }];
};
