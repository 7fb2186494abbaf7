import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  getAddress,
  type Hex,
  keccak256,
  parseAbi,
  stringToHex,
  toHex,
} from 'viem';
import { SOLVER } from '#bridges/relay/contracts.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import { grantCalls, tokensOf } from '../../deploy/tokens.ts';
import { type Job, sendCalls } from '../../relayers/relay-loop.ts';
import { recentRelayDeposits } from './relay-deposits.ts';

/** Gives the solver its orders. No account of the mnemonic, so that nobody else's transactions stand in its way. */
export const OPERATOR: Address = getAddress(`0x${keccak256(stringToHex('routebook simnet: relay operator')).slice(-40)}`);

export const solverAbi = parseAbi([
  'function pay(bytes32 id, address token, address to, uint256 amount)',
  'function paidInBlock(bytes32 id) view returns (uint256)',
]);

/** In whole tokens: more than all traffic of a day. What solvers are paid back with is not simulated. */
const ENDOWMENT = 10n ** 9n;
const WRAPPED_ENDOWMENT = 10n ** 5n;
const COINS = toHex(10n ** 24n);

/** Some minutes on the fastest chain, a quarter of an hour on the slowest. */
const LOOK_BACK_BLOCKS = 512;

/** Gives the solver what it pays out on a chain. */
export const endowSolver = async (link: ChainLink): Promise<void> => {
  await link.rpc.call('anvil_impersonateAccount', [OPERATOR]);
  for (const account of [OPERATOR, SOLVER]) await link.rpc.call('anvil_setBalance', [account, COINS]);
  await link.send(
    tokensOf(link.chain.chainId).flatMap((asset) =>
      grantCalls(asset, SOLVER as Address, (asset.symbol === 'WETH' ? WRAPPED_ENDOWMENT : ENDOWMENT) * 10n ** BigInt(asset.decimals)),
    ),
  );
};

/** The block in which a request was paid; undefined while it is not. */
export const paidInBlock = async (destination: ChainLink, id: Hex): Promise<bigint | undefined> => {
  const data = encodeFunctionData({ abi: solverAbi, functionName: 'paidInBlock', args: [id] });
  const result = await destination.rpc.call<Hex>('eth_call', [{ to: SOLVER, data }, 'latest']);
  const block = decodeFunctionResult({ abi: solverAbi, functionName: 'paidInBlock', data: result });
  return block === 0n ? undefined : block;
};

/** Every deposit that is what was asked for and is not paid yet: with exactly the amount that was quoted. */
export const findPayments = (links: readonly ChainLink[]) => async (): Promise<readonly Job[]> => {
  const jobs: Job[] = [];
  for (const origin of links) {
    for (const { id, terms } of await recentRelayDeposits(origin, LOOK_BACK_BLOCKS)) {
      const destination = links.find(({ chain }) => BigInt(chain.chainId) === terms?.destinationChainId);
      if (terms === undefined || destination === undefined || (await paidInBlock(destination, id)) !== undefined) continue;
      const data = encodeFunctionData({ abi: solverAbi, functionName: 'pay', args: [id, terms.token, terms.recipient, terms.amountOut] });
      jobs.push({ key: id, chainId: destination.chain.chainId, send: sendCalls(OPERATOR, [{ to: SOLVER as Address, data }]) });
    }
  }
  return jobs;
};
