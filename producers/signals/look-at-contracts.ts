import type { Bridge, BridgeContext } from '#bridges/_kit/port.ts';
import { assetById } from '#core/domain/asset.ts';
import type { Chain } from '#core/domain/chain.ts';
import type { Sighting } from './make-signal.ts';

/** Reads a bridge's flags and reserves on one chain, in one call. Nothing when the chain cannot be asked: its nodes have a signal of their own. */
export const lookAtContracts = async (bridge: Bridge, chain: Chain, context: BridgeContext): Promise<readonly Sighting[]> => {
  const vitals = bridge.vitals?.(chain.chainId) ?? [];
  if (vitals.length === 0) return [];
  const outcome = await context.rpc.call(
    chain.chainId,
    vitals.map(({ call }) => call),
    context.signal,
  );
  if (outcome.kind !== 'results') return [];
  const common = { bridge: bridge.manifest.id, chain: chain.slug };
  return vitals.flatMap(({ name, read }, index): readonly Sighting[] => {
    const result = outcome.results[index];
    const reading = result?.ok === true ? read(result.data) : undefined;
    if (reading === undefined) return [];
    if (reading.kind === 'paused') {
      const detail = reading.paused ? `${chain.slug}: ${name}` : `${chain.slug}: not ${name}`;
      return [{ ...common, kind: 'contract', ok: !reading.paused, detail }];
    }
    const decimals = assetById(reading.asset)?.decimals ?? 18;
    return [{ ...common, kind: 'liquidity', ok: true, asset: reading.asset, value: Number(reading.amount) / 10 ** decimals, detail: name }];
  });
};
