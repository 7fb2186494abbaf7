import { z } from 'zod';
import { CHAINS } from '#core/domain/chain.ts';
import { corridorById } from '#core/domain/corridor.ts';
import type { QuoteFault, SimnetUpstream } from '../bridges/_kit/upstream.ts';
import { SIMNET_BRIDGES } from '../bridges/registry.ts';
import { dialTarget } from '../world/dials.ts';
import type { FaultName } from './fault-sentences.ts';

/** An upstream that can be made to fail: a bridge's id, `coingecko`, `defillama`, `incidents`, or `rpc:<chain>` for a chain's node. */
export type FaultProvider = string;

const idsOf = (has: (upstream: SimnetUpstream) => boolean): readonly string[] =>
  SIMNET_BRIDGES.filter(({ upstream }) => upstream !== undefined && has(upstream)).map(({ id }) => id);
const withFault = (name: QuoteFault): readonly string[] => idsOf(({ quoteFaults }) => quoteFaults?.[name] !== undefined);

const HTTP = [...idsOf(() => true), 'coingecko', 'defillama', 'incidents'];
const ANY = [...HTTP, 'rpc'];

/** Every fault, with the providers that can have it. The first provider is the one that is meant when none is named. */
export const FAULTS = {
  slow: { providers: ANY },
  error: { providers: ANY },
  'rate-limit': { providers: ANY },
  malformed: { providers: ANY },
  hang: { providers: ANY },
  'wrong-decimals': { providers: withFault('wrong-decimals') },
  'wrong-token': { providers: withFault('wrong-token') },
  'ten-times': { providers: [...withFault('ten-times'), 'coingecko'] },
  drained: {
    providers: ['stargate', ...idsOf(({ drains }) => drains === true)],
  },
  'price-shock': { providers: ['coingecko'] },
  flood: { providers: ['incidents'] },
  'rpc-down': { providers: ['rpc'] },
} as const satisfies Readonly<Record<FaultName, { readonly providers: readonly string[] }>>;

const MALFORMED_KINDS = ['truncated', 'html', 'wrong-types'] as const;

/** A fault as somebody asks for it. */
export const faultRequest = z
  .strictObject({
    name: z.enum(Object.keys(FAULTS) as [FaultName, ...FaultName[]]),
    provider: z.string().optional(),
    ms: z.int().min(0).max(600_000).default(2_000),
    status: z.int().min(400).max(599).default(500),
    retryAfterSeconds: z.int().min(0).max(3_600).optional(),
    kind: z.enum(MALFORMED_KINDS).default('truncated'),
    corridor: z
      .string()
      .refine((id) => corridorById(id) !== undefined, 'write a corridor of listed assets, for example ethereum:USDC>arbitrum:USDC')
      .optional(),
    coin: z.string().default('ETH'),
    percent: z.number().gt(-100).max(1_000).default(-20),
  })
  .transform((request, context) => {
    const provider = providerOf(request.name, request.provider);
    if (provider === undefined) {
      const known = FAULTS[request.name].providers.flatMap((name) => (name === 'rpc' ? CHAINS.map(({ slug }) => `rpc:${slug}`) : [name]));
      context.addIssue({ code: 'custom', path: ['provider'], message: `"${request.name}" is for ${known.join(', ')}` });
      return z.NEVER;
    }
    const coin = dialTarget('price.usd', request.coin);
    if (!coin.ok) {
      context.addIssue({ code: 'custom', path: ['coin'], message: coin.why });
      return z.NEVER;
    }
    return { ...request, provider, coin: coin.target };
  });

/** A fault that is on, or is to be. */
export type FaultSettings = z.infer<typeof faultRequest>;

const providerOf = (name: FaultName, asked: string | undefined): FaultProvider | undefined => {
  const providers: readonly string[] = FAULTS[name].providers;
  const [first] = providers;
  if (asked === undefined) return first === 'rpc' ? undefined : first;
  const chain = asked.startsWith('rpc:') ? CHAINS.find(({ slug }) => `rpc:${slug}` === asked) : undefined;
  const known = chain === undefined ? asked !== 'rpc' && providers.includes(asked) : providers.includes('rpc');
  return known ? asked : undefined;
};
