import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { BridgeContext } from '#bridges/_kit/port.ts';
import { BRIDGES } from '#bridges/registry.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { type Confirmations, confirmationsOf, usualConfirmations } from '#core/domain/confirmations.ts';
import { readWeights, weightsText } from '#core/ranking/read-weights.ts';
import { PRESET_WEIGHTS } from '#core/ranking/weights.ts';
import { PUBLIC_ENDPOINTS } from './rpc/public-endpoints.ts';

/**
 * Every variable the program reads, with its meaning, its default and what it may be. Nothing else reads the
 * environment. `npm run config` prints this list; a wrong value names the variable and what it may be. Each may also be given as a file that
 * holds it, whose path stands in `<NAME>_FILE`: that is how containers get secrets.
 */

const port = z.coerce.number().int().min(0).max(65_535);
const wholeMs = z.coerce.number().int().positive();
const count = z.coerce.number().int().positive();
const httpUrl = z.url({ protocol: /^https?$/ });
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
);

const rpcVariables = Object.fromEntries(
  CHAINS.map(({ slug, name }) => [
    `RPC_URLS_${slug.toUpperCase()}`,
    list
      .default([])
      .describe(
        `JSON-RPC endpoints of ${name}, comma-separated, best first. The simnet fills it in; the mainnet takes ${PUBLIC_ENDPOINTS[slug]} where none is named.`,
      ),
  ]),
) as Record<string, z.ZodType<string[]>>;

const confirmationVariables = Object.fromEntries(
  CHAINS.map(({ chainId, slug, name }) => {
    const { confirmed, source } = usualConfirmations(chainId);
    const about = `Blocks, its own as the first, after which a deposit on ${name} counts as confirmed. Source of the default: ${source}.`;
    return [`CONFIRMATIONS_${slug.toUpperCase()}`, count.default(confirmed).describe(about)];
  }),
) as Record<string, z.ZodType<number>>;

/** `across` is configured by ACROSS_API_URL. */
export const endpointVariable = (endpoint: string): string => `${endpoint.toUpperCase().replaceAll('-', '_')}_API_URL`;

const VENDOR_ENDPOINTS = Object.fromEntries(BRIDGES.flatMap(({ manifest }) => Object.entries(manifest.endpoints)));

const VENDOR_CHOICES = BRIDGES.flatMap(({ manifest: { choices = [] } }) => choices);

const bridgeVariables: Record<string, z.ZodType<string | undefined>> = {
  ...Object.fromEntries(
    Object.entries(VENDOR_ENDPOINTS).map(([name, { url, about }]) => [
      endpointVariable(name),
      httpUrl.default(url).describe(`${about}. The simnet names its own.`),
    ]),
  ),
  ...Object.fromEntries(
    BRIDGES.flatMap(({ manifest: { apiKey, callerId } }) =>
      [apiKey, callerId].flatMap((one) => (one === undefined ? [] : [[one.variable, z.string().optional().describe(one.about)]])),
    ),
  ),
  ...Object.fromEntries(
    VENDOR_CHOICES.map(({ variable, values, about }) => [variable, z.enum(values).default(values[0]).describe(`${about}.`)]),
  ),
};

const USUAL_BRIDGES = BRIDGES.filter(({ manifest }) => manifest.offByDefault !== true).map(({ manifest }) => manifest.id);

export const configSchema = z.object({
  ROUTEBOOK_NETWORK: z.enum(['simnet', 'mainnet']).default('simnet').describe('Which world: the local simnet, or the six mainnets.'),
  ROUTEBOOK_BRIDGES: list
    .default(USUAL_BRIDGES)
    .describe(`Bridges in use, comma-separated ids. Known are ${BRIDGES.map(({ manifest }) => manifest.id).join(', ')}.`),
  ROUTEBOOK_PREFIX: z
    .string()
    .regex(/^[a-z0-9-]*$/)
    .default('')
    .describe('Put before every topic, consumer group and Redis key, so that several Routebooks share the same engines.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('The least severe log line that is written.'),
  XDG_CACHE_HOME: z
    .string()
    .optional()
    .describe('Where caches lie; the simnet keeps fetched contracts in routebook/contracts below. Default: ~/.cache.'),

  KAFKA_BROKERS: list.default(['127.0.0.1:9092']).describe('Kafka bootstrap servers, host:port, comma-separated.'),
  SCHEMA_REGISTRY_URL: httpUrl.default('http://127.0.0.1:8081/apis/ccompat/v7').describe('Confluent-compatible schema registry.'),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .default('redis://127.0.0.1:6379')
    .describe('Redis 6.2 or newer, or Valkey.'),
  CLICKHOUSE_URL: httpUrl
    .default('http://127.0.0.1:8123')
    .describe('ClickHouse over HTTP, with the user and password of who may create and write its database.'),
  CLICKHOUSE_READONLY_URL: httpUrl
    .optional()
    .describe('The same server as a user who may only read, within limits on rows, time and memory.'),
  CLICKHOUSE_DATABASE: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .default('routebook')
    .describe('Database of the history; with ROUTEBOOK_PREFIX its name ends with that prefix.'),
  CLICKHOUSE_CLUSTER: z
    .string()
    .regex(/^[A-Za-z0-9_-]*$/)
    .default('')
    .describe('Name of a ClickHouse cluster: tables are then made on all of it and replicated. Empty for a single server.'),
  ...rpcVariables,

  HOST: z.string().default('127.0.0.1').describe('Address the API and the admin ports listen on.'),
  PORT: port.default(7400).describe('Port of the API, the feed and the board.'),
  ADMIN_PORT: port
    .default(0)
    .describe('Port of a service’s own /health/ready and /metrics; 0 takes a free one. The API serves them on PORT.'),
  ROUTEBOOK_ORIGINS: list.default([]).describe('Web origins, beside the API’s own, whose pages may open the feed.'),
  FEED_SUBSCRIPTIONS_MAX: count.default(200).describe('Subscriptions one feed connection may hold.'),
  FEED_MESSAGES_PER_SECOND: count.default(50).describe('Messages a second a feed client may send, with a burst of twice that.'),
  FEED_FRAME_BYTES_MAX: count.default(65_536).describe('Largest frame a feed client may send, in bytes.'),
  FEED_CONNECTIONS_PER_ADDRESS: count.default(20_000).describe('Feed connections one client address may hold.'),
  REST_BODY_BYTES_MAX: count.default(65_536).describe('Largest REST body, in bytes.'),

  ROUTEBOOK_SQL: z
    .enum(['on', 'off'])
    .default('off')
    .describe(
      'Whether POST /api/v1/sql answers people’s SQL, as the user of CLICKHOUSE_READONLY_URL. The launcher turns it on where HOST is this machine alone.',
    ),
  SQL_QUERIES_MAX: count.default(2).describe('Queries by SQL that one API runs at the same time; more are refused with 429.'),
  HISTORY_QUERIES_MAX: count
    .default(2)
    .describe('Questions of GET /history/… that one API runs at the same time; more are refused with 429.'),

  QUOTE_TIMEOUT_MS: wholeMs.default(3_000).describe('How long a bridge may take to answer one question.'),
  TRANSACTION_TIMEOUT_MS: wholeMs
    .default(15_000)
    .describe('How long a bridge may take to build what is signed: several questions, one after another, or a proof that a vendor makes.'),
  QUOTE_INTERVAL_MS: wholeMs.default(10_000).describe('How often a base corridor is asked, each rung.'),
  QUOTE_DEMAND_INTERVAL_MS: wholeMs.default(3_000).describe('How often a corridor is asked while somebody looks at it.'),
  QUOTE_RUNGS_USD: list
    .refine((rungs) => rungs.every((rung) => /^\d+(\.\d+)?$/.test(rung) && Number(rung) > 0), 'every rung is a number above zero')
    .default(['100', '1000', '10000', '100000'])
    .describe('The ladder: USD worth at which base corridors are sampled.'),
  QUOTE_BASE_SYMBOLS: list
    .default(['USDC', 'USDT', 'WETH', 'ETH'])
    .describe('Symbols whose corridors, same symbol on both sides, are base corridors.'),
  QUOTE_BASE_CHAINS: list
    .default(['ethereum', 'optimism', 'base', 'arbitrum'])
    .describe('Chains between which base corridors run; any other corridor is asked on demand.'),
  MARKET_INTERVAL_MS: wholeMs.default(5_000).describe('How often prices and gas are read.'),
  RANKING_WEIGHTS: z
    .string()
    .default(weightsText(PRESET_WEIGHTS.best))
    .transform((text, context) => {
      const weights = readWeights(text);
      if (weights.ok) return weights.value;
      context.addIssue({ code: 'custom', message: weights.error });
      return z.NEVER;
    })
    .describe(
      'What the parts of a score count in stored books. The presets that callers ask for are not touched; `npm run replay` tries others.',
    ),
  ROUTEBOOK_CLOCK: z
    .enum(['machine', 'parent'])
    .default('machine')
    .describe('Whose time the ranker goes by: the machine’s, or that of the process that started it, as `npm run replay` has it.'),
  HISTORY_LINGER_MS: wholeMs
    .default(1_000)
    .describe('How long history gathers rows before it writes them, unless it has many; ClickHouse likes few large inserts.'),
  CHAIN_POLL_INTERVAL_MS: wholeMs.default(1_000).describe('How often each chain is asked for new blocks.'),
  CHAIN_START_BLOCKS: count.default(2_000).describe('How far back to begin on a chain that nothing is known of, in blocks.'),
  CHAIN_RANGE_BLOCKS: count
    .default(2_000)
    .describe('The widest range of blocks whose logs are asked for at once; halved whenever a node refuses it.'),
  ...confirmationVariables,

  ALERTS_INTERVAL_MS: wholeMs.default(5_000).describe('How often the alerts service looks at how things are.'),
  ALERTS_CLEAR_MS: wholeMs
    .default(300_000)
    .describe('How long nothing must be wrong before an incident is over; what comes back sooner is the same incident.'),
  PAGERDUTY_ROUTING_KEY: z.string().optional().describe('Integration key of a PagerDuty service; without it PagerDuty is not told.'),
  PAGERDUTY_API_URL: httpUrl.default('https://events.pagerduty.com').describe('PagerDuty’s Events API v2.'),
  TELEGRAM_BOT_TOKEN: z.string().optional().describe('Token of the Telegram bot that tells of incidents.'),
  TELEGRAM_CHAT_ID: z.string().optional().describe('The chat that the Telegram bot writes to.'),
  TELEGRAM_API_URL: httpUrl.default('https://api.telegram.org').describe('Telegram’s Bot API.'),
  SENDGRID_API_KEY: z.string().optional().describe('SendGrid key with the right to send mail; without it no e-mail goes out.'),
  SENDGRID_API_URL: httpUrl.default('https://api.sendgrid.com').describe('SendGrid’s Web API.'),
  ALERTS_EMAIL_FROM: z.email().optional().describe('Sender of alerts by e-mail; SendGrid must know it as verified.'),
  ALERTS_EMAIL_TO: list
    .refine((all) => all.every((one) => z.email().safeParse(one).success), 'e-mail addresses, comma-separated')
    .default([])
    .describe('Who gets alerts by e-mail, comma-separated.'),
  STATUSPAGE_API_KEY: z.string().optional().describe('Statuspage key; with the page’s id, incidents that users feel stand on the page.'),
  STATUSPAGE_PAGE_ID: z.string().optional().describe('Statuspage’s id of the page.'),
  STATUSPAGE_API_URL: httpUrl.default('https://api.statuspage.io').describe('Statuspage’s API.'),

  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl
    .optional()
    .describe('Base URL of an OpenTelemetry collector (OTLP over HTTP) that takes traces. Not set: no traces, at no cost.'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.001)
    .describe('Share of quotes that are traced from the upstream call to the frame, 0 to 1.'),

  SIGNAL_INTERVAL_MS: wholeMs
    .default(120_000)
    .describe('How often each bridge is probed on each corridor, its API pinged, its contracts and all RPC endpoints looked at.'),
  TVL_INTERVAL_MS: wholeMs.default(120_000).describe('How often the USD locked in each bridge are read.'),
  INCIDENT_INTERVAL_MS: wholeMs.default(30_000).describe('How often incident feeds are read.'),
  INCIDENT_FEEDS: list
    .transform((entries, context) =>
      entries.flatMap((entry) => {
        const at = entry.indexOf('=');
        const [bridge, url] = [entry.slice(0, at), entry.slice(at + 1)];
        if (at > 0 && httpUrl.safeParse(url).success) return [{ bridge, url }];
        context.addIssue({ code: 'custom', message: `"${entry}" is not bridge=URL or *=URL` });
        return [];
      }),
    )
    .default([])
    .describe(
      'Where incidents are declared, comma-separated: `across=https://…/api/v2/incidents.json` for a bridge’s status page (Statuspage’s JSON, RSS or Atom), `*=https://…` for a feed about all. The simnet fills it in.',
    ),

  DEFILLAMA_API_URL: httpUrl.default('https://api.llama.fi').describe('Source of the USD locked in each bridge. The simnet names its own.'),
  ...bridgeVariables,
  COINGECKO_API_URL: httpUrl.default('https://api.coingecko.com/api/v3').describe('Price source, in CoinGecko’s shape.'),
  COINGECKO_API_KEY: z.string().optional().describe('CoinGecko demo key; sent as x-cg-demo-api-key.'),
});

export type Config = z.infer<typeof configSchema>;

/** A wrong environment: one line a variable, each saying what the variable may be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** What a variable was given as: itself, or the content of the file that `<NAME>_FILE` names, less the line's end. */
const givenFor = (env: Environment, name: string): string | undefined => {
  const value = env[name] || undefined;
  const path = env[`${name}_FILE`] || undefined;
  if (path === undefined) return value;
  if (value !== undefined) throw new ConfigError(`${name} and ${name}_FILE are both set: leave one of them out`);
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch {
    throw new ConfigError(`${name}_FILE=${path}: this file cannot be read`);
  }
};

/** Reads the environment once, at start. Empty variables count as absent. Throws ConfigError. */
export const readConfig = (env: Environment = process.env): Config => {
  const given = Object.fromEntries(
    Object.keys(configSchema.shape).flatMap((name) => {
      const value = givenFor(env, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const parsed = configSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    // What lies in a file is a secret.
    const shown = env[name] === undefined ? '…' : (given[name] ?? '');
    return `${name}=${shown}: ${message}. ${configSchema.shape[name as keyof typeof configSchema.shape]?.description ?? ''}`;
  });
  throw new ConfigError(lines.join('\n'));
};

/** The RPC endpoints of a chain: those that are named, else on the mainnets a public one. */
export const rpcUrls = (config: Config, slug: string): readonly string[] => {
  const named = (config as unknown as Record<string, readonly string[] | undefined>)[`RPC_URLS_${slug.toUpperCase()}`] ?? [];
  const open = PUBLIC_ENDPOINTS[slug];
  return named.length > 0 || config.ROUTEBOOK_NETWORK === 'simnet' || open === undefined ? named : [open];
};

/** Where the vendors' APIs answer, by the names that the bridges' manifests give them. */
export const endpointsIn = (config: Config): BridgeContext['endpoints'] => {
  const values = config as unknown as Record<string, string | undefined>;
  return Object.fromEntries(Object.keys(VENDOR_ENDPOINTS).map((name) => [name, values[endpointVariable(name)] ?? '']));
};

/** What is set of the vendors' API keys, and of what callers are known by, by variable. */
export const apiKeysIn = (config: Config): BridgeContext['apiKeys'] => {
  const values = config as unknown as Record<string, string | undefined>;
  const variables = BRIDGES.flatMap(({ manifest: { apiKey, callerId } }) => [apiKey, callerId].flatMap((one) => one?.variable ?? []));
  return Object.fromEntries(variables.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));
};

/** How deep a chain's blocks must lie to be believed. */
export const confirmationsIn = (config: Config, slug: string): Confirmations =>
  confirmationsOf(Number((config as unknown as Record<string, unknown>)[`CONFIRMATIONS_${slug.toUpperCase()}`]));
