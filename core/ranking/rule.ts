import type { RankedRoute } from '../domain/route.ts';

/** Below this an integer of so many units is exact to far less than … */
const UNITS_MAX = 1_000_000;
/** … so that only what lies nearer to a half than this needs `toFixed` to be rounded. */
const NEAR_A_HALF = 0.000_001;

/** What `toFixed` gives for a number from 0 up: 27 ns where that takes 46. */
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

/** Takes the words of a rule one after the other. */
type Say = (words: string) => void;

/** What stands between two advantages, with so many still to come. */
const sayLink = (left: number, say: Say): void => {
  if (left > 0) say(left === 1 ? ' and ' : ', ');
};

/** Tells what speaks for `route` beside `other`, most telling first, behind `opening`. Tells nothing, and gives false, when nothing does. */
const tellAdvantages = (route: RankedRoute, other: RankedRoute, opening: string, say: Say): boolean => {
  const cheaper = other.cost.total - route.cost.total;
  const faster = other.candidate.etaSeconds.p50 - route.candidate.etaSeconds.p50;
  const isCheaper = cheaper >= WORTH_USD;
  const isFaster = faster >= WORTH_SECONDS;
  const isSafer = route.score.reliability - other.score.reliability >= WORTH_POINTS;
  const hasRoom = route.score.liquidity - other.score.liquidity >= WORTH_POINTS;
  let left = (isCheaper ? 1 : 0) + (isFaster ? 1 : 0) + (isSafer ? 1 : 0) + (hasRoom ? 1 : 0);
  if (left === 0) return false;
  say(opening);
  if (isCheaper) {
    say('cheaper by ');
    say(dollars(cheaper));
    left -= 1;
    sayLink(left, say);
  }
  if (isFaster) {
    say('faster by ');
    say(duration(faster));
    left -= 1;
    sayLink(left, say);
  }
  if (isSafer) {
    say('more reliable');
    left -= 1;
    sayLink(left, say);
  }
  if (hasRoom) say('with more room below its limit');
  return true;
};

const saysNothing: Say = () => undefined;

const venues = ({ candidate: { legs } }: RankedRoute): string => {
  const [first] = legs;
  return first !== undefined && legs.length === 1 ? first.venue : legs.map(({ venue }) => venue).join(' → ');
};

/**
 * Tells what placed a route: what it has over its neighbour and what its neighbour has over it. Word by word, since whoever makes bytes
 * of them need not join them before.
 */
export const tellRule = (route: RankedRoute, above: RankedRoute | undefined, below: RankedRoute | undefined, say: Say): void => {
  if (route.farSlower) {
    say('takes far longer than the fastest, so that its cost counts no more than its speed');
  } else if (above !== undefined) {
    const behind = above.score.total - route.score.total;
    const isLevel = behind === 0 && !tellAdvantages(above, route, '', saysNothing) && !tellAdvantages(route, above, '', saysNothing);
    say(isLevel ? 'level with ' : withDecimals(behind, 1));
    if (!isLevel) say(' points behind ');
    say(venues(above));
    if (isLevel) say(', which comes first by amount or name');
    tellAdvantages(above, route, ', which is ', say);
    tellAdvantages(route, above, '; this one is ', say);
  } else if (below !== undefined) {
    say(tellAdvantages(route, below, 'first: ', say) ? ' than ' : 'first, by less than shows beside ');
    say(venues(below));
    tellAdvantages(below, route, ', which is ', say);
  } else say('the only route');
};

/** The words of `tellRule` as one text. */
export const ruleOf = (route: RankedRoute, above: RankedRoute | undefined, below: RankedRoute | undefined): string => {
  let text = '';
  tellRule(route, above, below, (words) => {
    text += words;
  });
  return text;
};
