import { encodeFunctionData, type Hex } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { ContractCall } from '../_kit/network-port.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import type { CallResult } from '../_kit/read-results.ts';
import { managerAbi } from './abi.ts';
import { ROOT_CHAIN_MANAGER } from './contracts.ts';
import type { Pair } from './pairs.ts';

/** What the manager does with a pair now. */
export interface Standing {
  readonly deposits: boolean;
  readonly exits: boolean;
}

/** How many calls `standingCalls` makes, for whoever cuts their answers out of a batch. */
export const STANDING_CALLS = 2;

/** Which token the manager pairs with the root token, and whether a migration has switched it off (both asked of Ethereum). */
export const standingCalls = ({ rootToken }: Pair): readonly ContractCall[] =>
  (['rootToChildToken', 'migrationStatus'] as const).map((functionName) => ({
    to: ROOT_CHAIN_MANAGER,
    data: encodeFunctionData({ abi: managerAbi, functionName, args: [rootToken as Hex] }),
  }));

/** Their answers. A pair that the manager does not know, or knows otherwise than the registry, is not carried. */
export const readStanding = ({ l1, l2 }: Pair, results: readonly CallResult[]): Result<Standing, QuoteFailure> => {
  const child = readAnswer(managerAbi, 'rootToChildToken', results[0]);
  if (!child.ok) return child;
  if (child.value.toLowerCase() !== l2.address.toLowerCase()) {
    return fail('UNSUPPORTED_ROUTE', `for ${l1.id} the manager mints ${child.value}, which is not ${l2.id}`);
  }
  const status = readAnswer(managerAbi, 'migrationStatus', results[1]);
  return status.ok ? ok({ deposits: !status.value[0], exits: !status.value[1] }) : status;
};
