import type { Bridge } from '#bridges/_kit/port.ts';
import { ASSETS, assetByAddress } from '#core/domain/asset.ts';
import type { ChainEvent } from '#core/domain/chain-event.ts';
import { type IssuedQuote, issuedFor } from '#core/transfers/issued-quote.ts';
import type { IssuedQuoteCandidates } from '#platform/redis/issued-quote-store.ts';

/**
 * The promises that a deposit may have been made on, whose log names neither where the money goes nor whose it is: those of its sender for this
 * much of this asset, to any other chain of the bridge, handed out before it.
 */
export const promisesFor =
  ({ bridges, issued }: { readonly bridges: readonly Bridge[]; readonly issued: IssuedQuoteCandidates }) =>
  async ({ bridge, chainId, fields, blockTimeMs }: ChainEvent): Promise<readonly IssuedQuote[]> => {
    const chains = bridges.find(({ manifest }) => manifest.id === bridge)?.manifest.chains ?? [];
    const from = assetByAddress(chainId, fields.inputToken ?? '');
    if (from === undefined || fields.depositor === undefined || fields.inputAmount === undefined) return [];
    const deposit = { bridge, from: from.id, sender: fields.depositor, amountSent: BigInt(fields.inputAmount) };
    const destinations = ASSETS.filter((asset) => asset.chainId !== chainId && chains.includes(asset.chainId));
    const found = await issued.candidates(destinations.map(({ id }) => ({ ...deposit, to: id })));
    const seen = { ...deposit, recipient: null, amountOut: null, depositedAtMs: blockTimeMs };
    return found.filter((quote) => issuedFor({ ...seen, to: quote.to }, [quote]) !== undefined);
  };
