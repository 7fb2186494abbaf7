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

/** What speaks for `route` beside `other`, most telling first. */
const advantages = (route: RankedRoute, other: RankedRoute): string[] => {
  const words: string[] = [];
  const cheaper = other.cost.total - route.cost.total;
  const faster = other.candidate.etaSeconds.p50 - route.candidate.etaSeconds.p50;
  if (cheaper >= WORTH_USD) words.push(`cheaper by ${dollars(cheaper)}`);
  if (faster >= WORTH_SECONDS) words.push(`faster by ${duration(faster)}`);
  if (route.score.reliability - other.score.reliability >= WORTH_POINTS) words.push('more reliable');
  if (route.score.liquidity - other.score.liquidity >= WORTH_POINTS) words.push('with more room below its limit');
  return words;
};

const joined = (words: readonly string[]): string => {
  const [first = '', second] = words;
  if (second === undefined) return first;
  return words.length === 2 ? `${first} and ${second}` : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
};

const venues = ({ candidate: { legs } }: RankedRoute): string => {
  const [first] = legs;
  return first !== undefined && legs.length === 1 ? first.venue : legs.map(({ venue }) => venue).join(' → ');
};

/** What placed a route, in words: what it has over its neighbour and what its neighbour has over it. */
export const ruleOf = (route: RankedRoute, above: RankedRoute | undefined, below: RankedRoute | undefined): string => {
  if (route.farSlower) return 'takes far longer than the fastest, so that its cost counts no more than its speed';
  if (above !== undefined) {
    const behind = `${withDecimals(above.score.total - route.score.total, 1)} points behind ${venues(above)}`;
    const lacks = joined(advantages(above, route));
    const has = joined(advantages(route, above));
    if (above.score.total === route.score.total && lacks === has) return `level with ${venues(above)}, which comes first by amount or name`;
    return `${behind}${lacks === '' ? '' : `, which is ${lacks}`}${has === '' ? '' : `; this one is ${has}`}`;
  }
  if (below === undefined) return 'the only route';
  const has = joined(advantages(route, below));
  const lacks = joined(advantages(below, route));
  if (has === '') return `first, by less than shows beside ${venues(below)}${lacks === '' ? '' : `, which is ${lacks}`}`;
  return `first: ${has} than ${venues(below)}${lacks === '' ? '' : `, which is ${lacks}`}`;
};
