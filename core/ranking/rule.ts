import type { RankedRoute } from '../domain/route.ts';

/** Below this an integer of so many units is exact to far less than … */
const UNITS_MAX = 1_000_000;
/** … so that only what lies nearer to a half than this needs `toFixed` to be rounded. */
const NEAR_A_HALF = 0.000_001;

/** What `toFixed` gives for a number from 0 up, in a third of its time. */
export const withDecimals = (value: number, digits: 1 | 2): string => {
  const units = digits === 1 ? 10 : 100;
  const exact = value * units;
  const below = Math.floor(exact);
  const over = exact - below - 0.5;
  if (!(exact >= 0 && exact < UNITS_MAX) || (over < NEAR_A_HALF && over > -NEAR_A_HALF)) return value.toFixed(digits);
  const rounded = over > 0 ? below + 1 : below;
  const whole = Math.floor(rounded / units);
  const rest = rounded - whole * units;
  return digits === 2 && rest < 10 ? `${whole}.0${rest}` : `${whole}.${rest}`;
};

const dollars = (usd: number): string => (usd >= 1_000 ? `$${Math.round(usd)}` : `$${withDecimals(usd, 2)}`);

const duration = (seconds: number): string => {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
};

/** Differences below these are not worth a word. */
const WORTH_USD = 0.005;
const WORTH_SECONDS = 0.5;
const WORTH_POINTS = 0.5;

/** Tells what speaks for `route` beside `other`, most telling first, behind `opening`. Tells nothing, and gives false, when nothing does. */
const tellAdvantages = (route: RankedRoute, other: RankedRoute, opening: string, words: string[]): boolean => {
  const cheaper = other.cost.total - route.cost.total;
  const faster = other.candidate.etaSeconds.p50 - route.candidate.etaSeconds.p50;
  const isCheaper = cheaper >= WORTH_USD;
  const isFaster = faster >= WORTH_SECONDS;
  const isSafer = route.score.reliability - other.score.reliability >= WORTH_POINTS;
  const hasRoom = route.score.liquidity - other.score.liquidity >= WORTH_POINTS;
  let left = Number(isCheaper) + Number(isFaster) + Number(isSafer) + Number(hasRoom);
  if (left === 0) return false;
  words.push(opening);
  const goOn = () => {
    left -= 1;
    if (left > 0) words.push(left === 1 ? ' and ' : ', ');
  };
  if (isCheaper) {
    words.push('cheaper by ', dollars(cheaper));
    goOn();
  }
  if (isFaster) {
    words.push('faster by ', duration(faster));
    goOn();
  }
  if (isSafer) {
    words.push('more reliable');
    goOn();
  }
  if (hasRoom) words.push('with more room below its limit');
  return true;
};

const venues = ({ candidate: { legs } }: RankedRoute): string => {
  const [first] = legs;
  return first !== undefined && legs.length === 1 ? first.venue : legs.map(({ venue }) => venue).join(' → ');
};

/**
 * What placed a route, in words: what it has over its neighbour and what its neighbour has over it. In pieces, since whoever makes bytes
 * of them need not join them before.
 */
export const ruleWords = (route: RankedRoute, above: RankedRoute | undefined, below: RankedRoute | undefined): readonly string[] => {
  if (route.farSlower) return ['takes far longer than the fastest, so that its cost counts no more than its speed'];
  if (above !== undefined) {
    const behind = above.score.total - route.score.total;
    const words = [withDecimals(behind, 1), ' points behind ', venues(above)];
    const lacks = tellAdvantages(above, route, ', which is ', words);
    const has = tellAdvantages(route, above, '; this one is ', words);
    return behind === 0 && !lacks && !has ? ['level with ', venues(above), ', which comes first by amount or name'] : words;
  }
  if (below === undefined) return ['the only route'];
  const words: string[] = [];
  const has = tellAdvantages(route, below, 'first: ', words);
  words.push(has ? ' than ' : 'first, by less than shows beside ', venues(below));
  tellAdvantages(below, route, ', which is ', words);
  return words;
};

/** `ruleWords` as one text. */
export const ruleOf = (route: RankedRoute, above: RankedRoute | undefined, below: RankedRoute | undefined): string =>
  ruleWords(route, above, below).join('');
