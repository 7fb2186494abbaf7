import type { Weights } from '#core/domain/route.ts';
import { PRESET_WEIGHTS, type PresetName } from '#core/ranking/weights.ts';
import { PARTS } from './words.ts';

/** What a link to the board holds: a corridor, an amount, and how to weigh. */
export interface BoardView {
  readonly from: string;
  readonly to: string;
  /** Base units, a decimal string. */
  readonly amountIn: string;
  readonly weighing: Weighing;
}

/** A preset by name, or weights of one's own. */
export type Weighing = PresetName | Weights;

const isPreset = (text: string): text is PresetName => Object.hasOwn(PRESET_WEIGHTS, text);

const WEIGHT_MAX = 100;

const readWeights = (text: string): Weights | undefined => {
  const numbers = text.split('-').map(Number);
  const sound =
    numbers.length === PARTS.length && numbers.every((weight) => Number.isInteger(weight) && weight >= 0 && weight <= WEIGHT_MAX);
  if (!sound || numbers.every((weight) => weight === 0)) return undefined;
  const [cost = 0, speed = 0, reliability = 0, liquidity = 0] = numbers;
  return { cost, speed, reliability, liquidity };
};

/** `#/ethereum:USDC/arbitrum:USDC/1000000000?weigh=fastest`, or `?weigh=40-30-20-10` (cost, speed, reliability, liquidity). */
export const readHash = (hash: string): Partial<BoardView> => {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [from = '', to = '', amountIn = ''] = path.split('/').map(decodeSafely);
  const weigh = new URLSearchParams(query).get('weigh') ?? 'best';
  return {
    ...(from !== '' && { from }),
    ...(to !== '' && { to }),
    ...(/^[1-9]\d{0,76}$/.test(amountIn) && { amountIn }),
    weighing: isPreset(weigh) ? weigh : (readWeights(weigh) ?? 'best'),
  };
};

const decodeSafely = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};

export const writeHash = ({ from, to, amountIn, weighing }: BoardView): string => {
  const weigh = typeof weighing === 'string' ? weighing : PARTS.map((part) => weighing[part]).join('-');
  return `#/${from}/${to}/${amountIn}${weigh === 'best' ? '' : `?weigh=${weigh}`}`;
};
