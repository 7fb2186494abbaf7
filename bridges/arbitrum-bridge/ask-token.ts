import { type Address, encodeFunctionData } from 'viem';
import type { QuoteFailure } from '#core/domain/quote.ts';
import { ok, type Result } from '#core/result.ts';
import { fail } from '../_kit/failure.ts';
import type { ContractCall } from '../_kit/network-port.ts';
import { readAnswer } from '../_kit/read-answer.ts';
import type { CallResult } from '../_kit/read-results.ts';
import { routerAbi } from './abi.ts';
import { type CarriedToken, L1_ROUTER } from './contracts.ts';

/** Asks Ethereum's router by which gateway a token goes, and to which token; nothing for ether. */
export const tokenCalls = (token: CarriedToken | undefined): readonly ContractCall[] => {
  if (token === undefined) return [];
  const args = [token.l1Token as Address] as const;
  return [
    { to: L1_ROUTER, data: encodeFunctionData({ abi: routerAbi, functionName: 'getGateway', args }) },
    { to: L1_ROUTER, data: encodeFunctionData({ abi: routerAbi, functionName: 'calculateL2TokenAddress', args }) },
  ];
};

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Whether the router still sends the token as we know it: its owner may disable a gateway, or name another. */
export const readToken = (token: CarriedToken | undefined, results: readonly CallResult[]): Result<undefined, QuoteFailure> => {
  if (token === undefined) return ok(undefined);
  const gateway = readAnswer(routerAbi, 'getGateway', results[0]);
  if (!gateway.ok) return gateway;
  const counterpart = readAnswer(routerAbi, 'calculateL2TokenAddress', results[1]);
  if (!counterpart.ok) return counterpart;
  if (!same(gateway.value, token.l1Gateway)) return fail('UNSUPPORTED_ROUTE', `the router sends ${token.symbol} by ${gateway.value}`);
  if (!same(counterpart.value, token.l2Token)) return fail('UNSUPPORTED_ROUTE', `${token.symbol} arrives as ${counterpart.value}`);
  return ok(undefined);
};
