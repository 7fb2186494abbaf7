import { ASSETS } from '#core/domain/asset.ts';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import type { BridgeContext, SupportedCorridor } from '../_kit/port.ts';
import { askApi } from './ask-api.ts';
import { chainIdOf } from './contracts.ts';
import { manifest } from './manifest.ts';
import { supportedChains } from './schemas.ts';

/** GET /supported-chains-info. */
const askChains = (context: BridgeContext) => askApi(context, '/supported-chains-info', supportedChains);

/**
 * What solvers hold and are repaid in, USDC and ether, like for like between the chains that the API lists. Any other token DLN would swap on the way;
 * such an order is made by another contract, and not built here.
 */
export const corridors = async (context: BridgeContext): Promise<Result<readonly SupportedCorridor[], QuoteFailure>> => {
  const asked = await askChains(context);
  if (!asked.ok) return asked;
  const served = new Set(asked.value.chains.map(({ chainId }) => chainIdOf(chainId)));
  const ends = ASSETS.filter(
    ({ chainId, symbol }) => served.has(chainId) && manifest.chains.includes(chainId) && manifest.assets.includes(symbol),
  );
  return ok(
    ends.flatMap((from) =>
      ends.filter((to) => to.symbol === from.symbol && to.chainId !== from.chainId).map((to) => ({ from: from.id, to: to.id })),
    ),
  );
};

/** The chains by their EIP-155 ids, as a recorded answer is read. */
export const chainFacts = async (context: BridgeContext): Promise<Result<Readonly<Record<string, unknown>>, QuoteFailure>> => {
  const asked = await askChains(context);
  if (!asked.ok) return asked;
  const chains = asked.value.chains.map(({ chainId, originalChainId, chainName }) => ({
    chainId: originalChainId,
    debridgeId: chainId,
    name: chainName,
  }));
  return ok({ chains });
};
