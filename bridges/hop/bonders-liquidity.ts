import type { BridgeContext } from '../_kit/port.ts';
import { askApi } from './ask-api.ts';
import { availableLiquidity as schema } from './schemas.ts';

/**
 * What bonders can pay out from a chain to another, by the file that Hop's bonder publishes and its app reads. Undefined when it cannot be
 * read or lacks the route: a quote does not fall with it.
 */
export const availableLiquidity = async (
  context: BridgeContext,
  { token, fromChain, toChain }: { token: string; fromChain: string; toChain: string },
): Promise<bigint | undefined> => {
  const asked = await askApi(context, '/mainnet/v1-available-liquidity.json', schema, 'hop-assets');
  if (!asked.ok || !Object.hasOwn(asked.value.data, token)) return undefined;
  const told = asked.value.data[token];
  const amount = (told?.baseAvailableCreditIncludingVault ?? told?.baseAvailableCredit)?.[fromChain]?.[toChain];
  return amount === undefined || amount < 0n ? undefined : amount;
};
