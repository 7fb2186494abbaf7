import { type Asset, assetById } from '#core/domain/asset.ts';
import type { Reading } from './read-recorded.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

const assetJson = ({ id, chainId, symbol, address, decimals }: Asset) => ({
  asset: id,
  chainId,
  symbol,
  address,
  decimals,
  /** Whether Routebook's registry knows it. */
  listed: assetById(id) !== undefined,
});

/** A reading as plain JSON: amounts are decimal strings of base units, durations seconds, times ISO 8601 and epoch ms. */
export const readingJson = (bridge: string, reading: Reading): unknown => {
  switch (reading.kind) {
    case 'quote': {
      const { corridor, amountIn } = reading.question;
      const { validUntilMs, ...answer } = reading.answer;
      const ends = { bridge, corridor: corridor.id, from: corridor.from.id, to: corridor.to.id, amountIn };
      return plain({ quote: { ...ends, ...answer, validUntil: iso(validUntilMs), validUntilMs } });
    }
    case 'assets':
      return plain({ assets: reading.assets.map(assetJson) });
    case 'corridors': {
      const ids = [...new Set(reading.corridors.flatMap(({ from, to }) => [from, to]))];
      const assets = ids.flatMap((id) => assetById(id) ?? []).map(assetJson);
      return plain({ assets, corridors: reading.corridors });
    }
    case 'limits':
      return plain({ limits: reading.limits });
    case 'transfer':
      return plain({ transfer: { bridge, ...reading.transfer } });
    case 'facts':
      return plain({ facts: reading.facts });
    case 'failure':
      return plain({ failure: reading.failure });
  }
};

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, inner) => (typeof inner === 'bigint' ? String(inner) : inner)));
