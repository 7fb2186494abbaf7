import { ASSETS } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { DELETED, type Path, pathsOf, replaced } from './mutations.ts';

/** A recorded answer as a vendor might give it after a change of its own, and what was changed in words. */
export interface VendorChange {
  readonly name: string;
  readonly body: string;
}

/** Long lists would make thousands of changes of one kind; of more than these, every n-th is tried. */
const CHANGES_MAX = 900;

const WHOLE = /^-?\d+$/;
const ADDRESS = /^0x[0-9a-fA-F]{40}$/;
/** From the six decimals of a stable coin to the eighteen of a native one. */
const WEI = 10n ** 12n;

const CHAIN_IDS: readonly unknown[] = CHAINS.map(({ chainId }) => chainId);
const CHAIN_WORDS: readonly unknown[] = CHAINS.flatMap(({ slug, name }) => [slug, name]);

/** Types: the same value in another JSON type, or in another notation. */
const retyped = (value: unknown): readonly unknown[] => {
  const wrapped = [[value], { value }, null, DELETED];
  if (typeof value === 'number') return [String(value), value * 1_000, value + 0.5, -value, true, ...wrapped];
  if (typeof value === 'boolean') return [String(value), Number(value), !value, ...wrapped];
  if (typeof value !== 'string') return wrapped;
  if (!WHOLE.test(value)) return [1, '', ` ${value} `, value.toUpperCase(), ...wrapped];
  return [
    Number(value),
    `${value}.0`,
    `+${value}`,
    ` ${value}`,
    `0x${BigInt(value.replace('-', '')).toString(16)}`,
    `-${value}`,
    ...wrapped,
  ];
};

/** Names: another chain, another token, another word. */
const renamed = (value: unknown): readonly unknown[] => {
  if (CHAIN_IDS.includes(value)) return [...CHAIN_IDS.filter((one) => one !== value), 0, 999_999];
  if (typeof value !== 'string') return [];
  if (CHAIN_IDS.includes(Number(value))) return CHAIN_IDS.filter((one) => one !== Number(value)).map(String);
  if (CHAIN_WORDS.includes(value)) return [...CHAIN_WORDS.filter((one) => one !== value), `${value}-mainnet`];
  if (ADDRESS.test(value))
    return [
      ...ASSETS.filter(({ address }) => address !== value)
        .map(({ address }) => address)
        .slice(0, 8),
      `0x${'ab'.repeat(20)}`,
    ];
  const asset = ASSETS.find(({ symbol }) => symbol === value);
  return asset === undefined ? [] : ['USDC', 'USDC.e', 'USDT', 'WETH', 'DAI'].filter((symbol) => symbol !== value);
};

/** Amounts: in wei where units were, and the other way round. */
const scaled = (value: unknown): readonly unknown[] => {
  if (typeof value === 'string' && WHOLE.test(value)) return [String(BigInt(value) * WEI), String(BigInt(value) / WEI)];
  return typeof value === 'number' ? [value * Number(WEI), Math.trunc(value / Number(WEI))] : [];
};

const KINDS = { retyped, renamed, scaled } as const;

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);

/** Lists: each twice, without anything in it, and its first entry in place of all. */
const listChanges = (list: readonly unknown[]): readonly unknown[] => [[...list, ...list], [], [null, ...list], list[0] ?? null];

/** Every leaf for which `change` has something, changed at once. */
const everywhere = (value: unknown, change: (leaf: unknown) => unknown): unknown => {
  if (Array.isArray(value)) return value.map((inner) => everywhere(inner, change));
  if (typeof value !== 'object' || value === null) return change(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, everywhere(inner, change)]));
};

const isAmount = (leaf: unknown): leaf is string => typeof leaf === 'string' && WHOLE.test(leaf) && !CHAIN_IDS.includes(Number(leaf));

const DIRECTIONS = ['in wei', 'in units'] as const;

const inAll = (value: unknown, index: number): unknown =>
  everywhere(value, (leaf) => (isAmount(leaf) ? (scaled(leaf)[index] ?? leaf) : leaf));

/** The amounts of every object that names this chain itself. */
const inChain = (value: unknown, chainId: number, index: number): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inner) => inChain(inner, chainId, index));
  if (Object.values(value).some((inner) => String(inner) === String(chainId))) return inAll(value, index);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inChain(inner, chainId, index)]));
};

/** What a vendor changes it changes wherever it stands: a figure that is told more than once, and everything that is told of one chain. */
const consistent = (value: unknown): readonly VendorChange[] => {
  const leaves = pathsOf(value)
    .map((path) => at(value, path))
    .filter(isAmount);
  const repeated = [...new Set(leaves.filter((leaf, index) => BigInt(leaf) !== 0n && leaves.indexOf(leaf) !== index))];
  return DIRECTIONS.flatMap((direction, index) => [
    ...repeated.map((amount) => ({
      name: `${amount} ${direction}, wherever it stands`,
      body: JSON.stringify(everywhere(value, (leaf) => (leaf === amount ? scaled(leaf)[index] : leaf))),
    })),
    ...CHAINS.map(({ chainId, name }) => ({
      name: `every amount on ${name} ${direction}`,
      body: JSON.stringify(inChain(value, chainId, index)),
    })),
  ]);
};

const changeAt = (value: unknown, path: Path, kind: string, by: unknown): VendorChange => ({
  name: `${path.join('.') || 'body'} ${kind}: ${by === DELETED ? 'left out' : JSON.stringify(by)?.slice(0, 60)}`,
  body: JSON.stringify(replaced(value, path, by)) ?? '',
});

/**
 * What a vendor may do to its answers without a word: a field of another type, a chain or a token renamed, wei where units were, a list
 * with its entries twice, nulls. Each place by itself, and amounts all together, by chain, and wherever one is repeated. The order is fixed.
 */
export const vendorChanges = (text: string): readonly VendorChange[] => {
  const value: unknown = JSON.parse(text);
  const single = pathsOf(value).flatMap((path) => {
    const inner = at(value, path);
    const changes: (readonly [string, unknown])[] = Array.isArray(inner)
      ? listChanges(inner).map((by) => ['list', by] as const)
      : Object.entries(KINDS).flatMap(([kind, change]) => change(inner).map((by) => [kind, by] as const));
    return changes.filter(([, by]) => !(path.length === 0 && by === DELETED)).map(([kind, by]) => ({ path, kind, by }));
  });
  const together = [0, 1].map((index) => ({
    name: index === 0 ? 'every amount in wei' : 'every amount in units',
    body: JSON.stringify(everywhere(value, (leaf) => (typeof leaf === 'string' ? (scaled(leaf)[index] ?? leaf) : leaf))),
  }));
  const nothing = { name: 'nulls everywhere', body: JSON.stringify(everywhere(value, () => null)) };
  const step = Math.ceil(single.length / CHANGES_MAX);
  const tried = single.filter((_change, index) => index % step === 0);
  return [...together, nothing, ...consistent(value), ...tried.map(({ path, kind, by }) => changeAt(value, path, kind, by))];
};

/** Objects whose keys are data, a table by address or by chain id: there a new field would be a new entry. */
const isTable = (value: object): boolean => Object.keys(value).some((key) => /^(0x[0-9a-f]+|\d+)$/i.test(key));

const ADDED = { addedLately: { since: 1, of: ['x', null] }, 'added-lately': null } as const;

/** The same answer with fields that nobody knows, in every object of it. */
export const withMoreFields = (text: string): string => {
  const grown = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(grown);
    if (typeof value !== 'object' || value === null) return value;
    const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, grown(one)]));
    return isTable(value) ? inner : { ...inner, ...ADDED };
  };
  return JSON.stringify(grown(JSON.parse(text)));
};
