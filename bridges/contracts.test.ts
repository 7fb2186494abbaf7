import { readdirSync, readFileSync } from 'node:fs';
import { getAddress } from 'viem';
import * as viemChains from 'viem/chains';
import { describe, expect, test } from 'vitest';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import { ASSETS, nativeAsset } from '#core/domain/asset.ts';
import { CHAINS } from '#core/domain/chain.ts';
import { MULTICALL3 } from '#core/domain/multicall.ts';
import { L2_MESSAGE_PASSER, L2_MESSENGER, L2_STANDARD_BRIDGE, type OpStackChain } from './_opstack/op-stack-chain.ts';
import { chainIdOfEid, stargateChain } from './_stargate/contracts.ts';
import { contracts as baseContracts } from './base-bridge/contracts.ts';
import * as cctp from './cctp/contracts.ts';
import * as hopCctp from './hop/cctp-v1.ts';
import { contracts as optimismContracts } from './optimism-bridge/contracts.ts';
import { BRIDGES } from './registry.ts';

/** The registry of chains, tokens and contracts, held against itself and against what viem knows. */

interface ViemChain {
  readonly id: number;
  readonly nativeCurrency: { readonly symbol: string; readonly decimals: number };
  readonly contracts?: Readonly<Record<string, { readonly address?: string } & Readonly<Record<number, { readonly address: string }>>>>;
}
const viemChain = (chainId: number): ViemChain =>
  Object.values(viemChains as unknown as Record<string, ViemChain>).find(({ id }) => id === chainId) as ViemChain;

describe.each(CHAINS.map((chain) => [chain.slug, chain] as const))('%s', (_, chain) => {
  const { chainId } = chain;
  test('is the chain that viem knows, with its coin and Multicall3', () => {
    const { nativeCurrency, contracts } = viemChain(chainId);
    expect({ symbol: chain.nativeSymbol, decimals: nativeAsset(chainId)?.decimals }).toEqual({
      symbol: nativeCurrency.symbol,
      decimals: nativeCurrency.decimals,
    });
    expect(getAddress(contracts?.multicall3?.address ?? '0x')).toBe(MULTICALL3);
  });

  test('lists each token once, by a checksummed address', () => {
    const here = ASSETS.filter((asset) => asset.chainId === chainId);
    for (const { id, address } of here) expect(address, id).toBe(getAddress(address));
    expect(new Set(here.map(({ address }) => address)).size).toBe(here.length);
    expect(here.filter(({ address }) => address === NATIVE_ADDRESS)).toHaveLength(1);
  });
});

describe.each(BRIDGES.map((bridge) => [bridge.manifest.id, bridge] as const))('%s', (id, bridge) => {
  const { manifest } = bridge;
  const listed = (chainId: number) => bridge.reliedContracts?.(chainId) ?? [];

  test('names its contracts on every chain that it serves, and on no other', () => {
    for (const { chainId, slug } of CHAINS) {
      const here = listed(chainId).length + bridge.watches(chainId).length;
      expect(here > 0, slug).toBe(manifest.chains.includes(chainId));
    }
  });

  test('gives each a checksummed address and the publication that it comes from', () => {
    for (const { name, address, source } of manifest.chains.flatMap(listed)) {
      expect(address, name).toBe(getAddress(address));
      // A package with its version, or a page.
      expect(source, name).toMatch(/\d+\.\d+|[a-z]\.[a-z]{2,}|[0-9a-f]{8}|core\/domain/);
    }
  });

  test('names none twice on a chain, and each of its facts once', () => {
    for (const chainId of manifest.chains) {
      const addresses = listed(chainId).map(({ address }) => address);
      expect(new Set(addresses).size).toBe(addresses.length);
      for (const { name, facts = [] } of listed(chainId)) {
        expect(new Set(facts.map((fact) => fact.name)).size, name).toBe(facts.length);
        for (const fact of facts) expect(fact.expected, `${name} ${fact.name}`).toMatch(/^(0|[1-9]\d*|0x[0-9a-fA-F]{40})$/);
      }
    }
  });

  test.runIf(bridge.reliedContracts !== undefined)('relies on whatever it watches and asks for its flags', () => {
    for (const chainId of manifest.chains) {
      const relied = listed(chainId).map(({ address }) => address.toLowerCase());
      const needed = [
        ...bridge.watches(chainId).map(({ address }) => address),
        ...(bridge.vitals?.(chainId) ?? []).map(({ call }) => call.to),
      ];
      expect(
        needed.filter((address) => !relied.includes(address.toLowerCase())),
        `${id} on ${chainId}`,
      ).toEqual([]);
    }
  });
});

describe('published addresses', () => {
  // Taken by a program from the packages that the sources name, each as of that version: source, chain id, name in the package.
  const published = Object.entries(
    JSON.parse(readFileSync('bridges/published-addresses.json', 'utf8')) as Record<string, Record<string, Record<string, string>>>,
  ).map(([spec, chains]) => ({ source: spec.replace(/@(?=\d)/, ' '), chains }));
  const namedIn = (source: string) => published.find((one) => source.startsWith(one.source));
  const listedIn = (chains: Record<string, Record<string, string>>, chainId: number) =>
    Object.values(chains[chainId] ?? {}).map((address) => address.toLowerCase());

  test('are those of every contract whose source is such a package', () => {
    const checked = BRIDGES.flatMap((bridge) =>
      bridge.manifest.chains.flatMap((chainId) =>
        (bridge.reliedContracts?.(chainId) ?? []).flatMap(({ name, address, source }) => {
          const found = namedIn(source);
          if (found === undefined) return [];
          return [
            { what: `${bridge.manifest.id} ${chainId} ${name}`, fits: listedIn(found.chains, chainId).includes(address.toLowerCase()) },
          ];
        }),
      ),
    );
    expect(checked.length).toBeGreaterThan(70);
    expect(checked.filter(({ fits }) => !fits).map(({ what }) => what)).toEqual([]);
  });

  test.each(['@across-protocol/constants 3.1.127', '@uniswap/default-token-list 22.21.0'])(
    'are those of the tokens that %s lists',
    (source) => {
      const chains = published.find((one) => one.source === source)?.chains ?? {};
      const tokens = ASSETS.filter(({ address }) => address !== NATIVE_ADDRESS);
      const known = tokens.filter(({ chainId, symbol }) => chains[chainId]?.[symbol] !== undefined);
      expect(known.length).toBeGreaterThan(18);
      expect(
        known.filter(({ chainId, address }) => !listedIn(chains, chainId).includes(address.toLowerCase())).map(({ id }) => id),
      ).toEqual([]);
    },
  );
});

describe('every address in a bridge’s folder', () => {
  const files = readdirSync('bridges', { recursive: true, encoding: 'utf8' }).filter(
    (file) => /^[a-z].*\.ts$/.test(file) && !file.endsWith('.test.ts'),
  );
  const literals = files.flatMap((file) => {
    const text = readFileSync(`bridges/${file}`, 'utf8');
    return [...text.matchAll(/'(0x[0-9a-fA-F]{40})'/g)].map(([, address]) => ({ file, text, address: address ?? '' }));
  });

  test('is checksummed', () => {
    expect(literals.length).toBeGreaterThan(90);
    expect(literals.filter(({ address }) => getAddress(address) !== address).map(({ file, address }) => `${file} ${address}`)).toEqual([]);
  });

  test('stands in a file that says where it comes from', () => {
    // Anybody's address is nobody's: 0x1111…, 0xEeee….
    const named = (text: string) => /\bsources?:/i.test(text) || !/'0x(?!(1{40}|e{40})')[0-9a-f]{40}'/i.test(text);
    // What tests share is of people and of recordings.
    const relied = literals.filter(({ file }) => !file.includes('/testing/'));
    expect([...new Set(relied.filter(({ text }) => !named(text)).map(({ file }) => file))]).toEqual([]);
  });
});

describe('numbers of other networks', () => {
  const chainIds = CHAINS.map(({ chainId }) => chainId);
  test('LayerZero’s are one a chain, and lead back to it', () => {
    for (const chainId of chainIds) expect(chainIdOfEid(stargateChain(chainId)?.eid ?? 0)).toBe(chainId);
    expect(new Set(chainIds.map((chainId) => stargateChain(chainId)?.eid)).size).toBe(CHAINS.length);
  });

  test('Circle’s are one a chain, lead back to it, and are the same wherever they are repeated', () => {
    for (const chainId of chainIds) expect(cctp.chainOfDomain(cctp.domainOf(chainId) ?? -1)).toBe(chainId);
    const repeated = chainIds.filter((chainId) => hopCctp.domainOf(chainId) !== undefined);
    expect(repeated.length).toBeGreaterThan(0);
    for (const chainId of repeated) {
      expect(hopCctp.domainOf(chainId)).toBe(cctp.domainOf(chainId));
      expect(hopCctp.chainIdOfDomain(hopCctp.domainOf(chainId) ?? -1)).toBe(chainId);
    }
  });
});

describe.each<[string, OpStackChain]>([
  ['optimism', optimismContracts],
  ['base', baseContracts],
])('the OP Stack of %s', (_, { chainId, l1 }) => {
  const known = viemChain(chainId).contracts ?? {};
  const onEthereum = (name: string): string | undefined => known[name]?.[1]?.address;

  test('stands on Ethereum where viem says', () => {
    expect({ bridge: l1.standardBridge, portal: l1.portal, factory: l1.disputeGameFactory }).toEqual({
      bridge: onEthereum('l1StandardBridge'),
      portal: onEthereum('portal'),
      factory: onEthereum('disputeGameFactory'),
    });
  });

  test('has its predeploys where viem says', () => {
    expect({ messenger: L2_MESSENGER, bridge: L2_STANDARD_BRIDGE, passer: L2_MESSAGE_PASSER }).toEqual({
      messenger: known.l2CrossDomainMessenger?.address,
      bridge: known.l2StandardBridge?.address,
      passer: known.l2ToL1MessagePasser?.address,
    });
  });
});
