import { encodeFunctionData, erc20Abi } from 'viem';
import type { ContractCall } from '#bridges/_kit/network-port.ts';
import { readResults } from '#bridges/_kit/read-results.ts';
import { readView } from '#bridges/_kit/read-view.ts';
import { isSymbolOf } from '#core/domain/token-symbols.ts';
import type { JsonRpc } from '#platform/rpc/json-rpc.ts';
import { createRpcPort } from '#platform/rpc/rpc-port.ts';
import { readCodeSizes } from './code-sizes.ts';
import type { Finding } from './findings.ts';
import type { ChainWishes } from './wishes.ts';

/** One call, and what its answer finds fault with; `undefined` when it is as it should be. */
interface Question {
  readonly call: ContractCall;
  judge(data: string | undefined): Finding | undefined;
}

const SYMBOL = encodeFunctionData({ abi: erc20Abi, functionName: 'symbol' });
const DECIMALS = encodeFunctionData({ abi: erc20Abi, functionName: 'decimals' });

const factQuestions = ({ chainId, contracts }: ChainWishes): readonly Question[] =>
  contracts.flatMap(({ bridge, contract: { name, address, facts = [] } }) =>
    facts.map(
      (fact): Question => ({
        call: { to: address, data: fact.data },
        judge: (data) => {
          const told = data === undefined ? undefined : fact.read(data);
          const about = { bridges: [bridge], chainId };
          if (told === undefined) return { ...about, kind: 'unread', detail: `${name} ${address} does not answer ${fact.name}` };
          if (told === fact.expected) return undefined;
          return { ...about, kind: 'differs', detail: `${name} ${address}: ${fact.name} is ${told}, listed is ${fact.expected}` };
        },
      }),
    ),
  );

const tokenQuestions = ({ chainId, tokens }: ChainWishes): readonly Question[] =>
  tokens.flatMap(({ asset, bridges }): readonly Question[] => {
    const { id, address: to } = asset;
    const about = { bridges, chainId };
    const silent = (name: string): Finding => ({ ...about, kind: 'unread', detail: `${id} ${to} does not answer ${name}` });
    return [
      {
        call: { to, data: SYMBOL },
        judge: (data) => {
          const told = data === undefined ? undefined : readView(erc20Abi, 'symbol', data);
          if (told === undefined) return silent('symbol');
          if (isSymbolOf(asset, told)) return undefined;
          return { ...about, kind: 'differs', detail: `${id} ${to}: symbol is ${told}, listed is ${asset.symbol}` };
        },
      },
      {
        call: { to, data: DECIMALS },
        judge: (data) => {
          const told = data === undefined ? undefined : readView(erc20Abi, 'decimals', data);
          if (told === undefined) return silent('decimals');
          if (told === asset.decimals) return undefined;
          return { ...about, kind: 'differs', detail: `${id} ${to}: decimals are ${told}, listed are ${asset.decimals}` };
        },
      },
    ];
  });

const flagQuestions = ({ chainId, flags }: ChainWishes): readonly Question[] =>
  flags.map(
    ({ bridge, vital }): Question => ({
      call: vital.call,
      judge: (data) => {
        const about = { bridges: [bridge], chainId };
        const reading = data === undefined ? undefined : vital.read(data);
        if (reading === undefined) return { ...about, kind: 'note', detail: `"${vital.name}" cannot be read from ${vital.call.to}` };
        return reading.kind === 'paused' && reading.paused ? { ...about, kind: 'paused', detail: vital.name } : undefined;
      },
    }),
  );

const bridgesOf = ({ contracts, tokens }: ChainWishes): readonly string[] => [
  ...new Set([...contracts.map(({ bridge }) => bridge), ...tokens.flatMap(({ bridges }) => bridges)]),
];

/** Nothing can be said of any bridge on that chain. */
export const unreadChain = (wishes: ChainWishes, detail: string): readonly Finding[] => [
  { bridges: bridgesOf(wishes), chainId: wishes.chainId, kind: 'unread', detail },
];

/** Reads all of it in two calls: is there code, and what do contracts and tokens say of themselves. */
export const readChain = async (wishes: ChainWishes, jsonRpc: JsonRpc, signal: AbortSignal): Promise<readonly Finding[]> => {
  const { chainId } = wishes;
  const places = [
    ...wishes.contracts.map(({ bridge, contract: { name, address } }) => ({ bridges: [bridge], name, address })),
    ...wishes.tokens.map(({ asset, bridges }) => ({ bridges, name: asset.id, address: asset.address })),
  ];
  const code = await readCodeSizes(
    jsonRpc,
    chainId,
    places.map(({ address }) => address),
    signal,
  );
  if (code.kind === 'unread') return unreadChain(wishes, code.detail);
  const missing = places.filter((_, at) => code.sizes[at] === 0);
  const empty = new Set(missing.map(({ address }) => address.toLowerCase()));
  const absent = missing.map(
    ({ bridges, name, address }): Finding => ({
      ...{ bridges, chainId, kind: 'differs' },
      detail: `no code at ${name} ${address}`,
    }),
  );

  // What is not there has been told; asking it would only tell it again.
  const questions = [...factQuestions(wishes), ...tokenQuestions(wishes), ...flagQuestions(wishes)].filter(
    ({ call }) => !empty.has(call.to.toLowerCase()),
  );
  if (questions.length === 0) return absent;
  const outcome = await createRpcPort(jsonRpc).call(
    chainId,
    questions.map(({ call }) => call),
    signal,
  );
  const results = readResults(outcome, questions.length);
  if (!results.ok) return [...absent, ...unreadChain(wishes, results.error.detail)];
  const said = questions.flatMap(({ judge }, at) => {
    const result = results.value[at];
    return judge(result?.ok === true ? result.data : undefined) ?? [];
  });
  return [...absent, ...said];
};
