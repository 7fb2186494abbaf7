import { parseUnits, toHex } from 'viem';
import { STARGATE_POOLS } from '#bridges/_stargate/contracts.ts';
import type { Logger } from '#platform/telemetry/logger.ts';
import type { ContractCode } from '../artifacts/contract-code.ts';
import type { StandIns } from '../artifacts/stand-ins.ts';
import { SIMNET_BRIDGES } from '../bridges/registry.ts';
import { BORN_MS } from '../chains/anvil-process.ts';
import type { ChainLink } from '../chains/chain-link.ts';
import { SHARED_DECIMALS, startingCredit } from '../world/stargate-pools.ts';
import { OWNER } from './accounts.ts';
import { acrossImplementations, acrossPools, configureHub } from './across.ts';
import { MULTICALL3, PERMIT2 } from './addresses.ts';
import { construct } from './construct.ts';
import { type CreditMove, moveCredits } from './credits.ts';
import { settle } from './settle.ts';
import { configureStargate, endpoint, feeLibs, messageLibs, stargateContracts } from './stargate.ts';
import { fundUsers, tokenConstructions } from './tokens.ts';

/** A thousand million coins: the owner pays for every pool and message. */
const OWNER_BALANCE = toHex(10n ** 27n);

/** Puts every contract where it stands on the mainnets, with its settings and liquidity. Chains are made side by side. */
export const deployWorld = async (
  links: readonly ChainLink[],
  options: { code: ContractCode; standIns: StandIns; seed: string; logger: Logger },
): Promise<void> => {
  await Promise.all(links.map((link) => deployChain(link, options.code, options.standIns)));
  await moveCredits(links, startingCredits(options.seed));
  await settle(links, BORN_MS, options.logger);
};

const deployChain = async (link: ChainLink, code: ContractCode, standIns: StandIns): Promise<void> => {
  const { chainId } = link.chain;
  // Blocks follow each other by a second, however long the machine takes; a node that loads the state forgets this.
  await link.rpc.call('anvil_setBlockTimestampInterval', [1]);
  await link.rpc.call('anvil_setBalance', [OWNER, OWNER_BALANCE]);
  await link.rpc.call('anvil_setCode', [PERMIT2, code.Permit2TemplateCode]);
  await construct(link, [
    ...tokenConstructions(chainId, code),
    { at: MULTICALL3, creationCode: code.Multicall3 },
    endpoint(chainId, code),
    ...acrossImplementations(chainId, code),
  ]);
  await construct(link, [...acrossPools(chainId, code), ...messageLibs(code), ...stargateContracts(chainId, code)]);
  await construct(link, feeLibs(chainId, code));
  await configureStargate(link);
  await configureHub(link);
  for (const { constructions } of SIMNET_BRIDGES) for (const batch of constructions(chainId, standIns, code)) await construct(link, batch);
  for (const { configure } of SIMNET_BRIDGES) await configure(link);
  await fundUsers(link);
};

/** A pool's deposit gives it the credit for its own chain; the planner hands that out to the chains that send there. */
const startingCredits = (seed: string): readonly CreditMove[] =>
  STARGATE_POOLS.flatMap(({ chainId: from, symbol }) =>
    STARGATE_POOLS.filter((other) => other.symbol === symbol && other.chainId !== from).map(({ chainId: to }) => ({
      from,
      to,
      pathTo: from,
      symbol,
      amountShared: parseUnits(String(startingCredit(seed, symbol, to, from)), SHARED_DECIMALS),
    })),
  );
