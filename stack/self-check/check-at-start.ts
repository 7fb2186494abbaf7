import { readConfig } from '#platform/config.ts';
import { selfCheck } from './self-check.ts';
import { selfCheckText } from './self-check-text.ts';
import { isAnyChainHeard, whatFollows } from './what-follows.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface CheckedStart {
  readonly text: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly anyChain: boolean;
}

/**
 * The self-check of a start on the mainnets: the lines to show, the variables that the services get on account of it, and whether any chain
 * answers. Broken bridges keep no start from going on, be it all of them.
 */
export const checkAtStart = async (env: Environment): Promise<CheckedStart> => {
  const config = readConfig(env);
  const report = await selfCheck(config);
  const { leftOut, rpcUrls } = whatFollows(report);
  const remaining = config.ROUTEBOOK_BRIDGES.filter((id) => !leftOut.includes(id));
  const lines = [
    selfCheckText(report),
    ...(leftOut.length === 0 ? [] : ['', `  Left out of this start: ${leftOut.join(', ')}. npm run self-check says when that changes.`]),
    ...Object.keys(rpcUrls).map((name) => `  Left out of ${name}: its endpoints of another chain.`),
    '',
  ];
  return {
    text: lines.join('\n'),
    anyChain: isAnyChainHeard(report),
    // An empty list would count as none, and so bring back the usual bridges.
    variables: { ...rpcUrls, ...(leftOut.length === 0 || remaining.length === 0 ? {} : { ROUTEBOOK_BRIDGES: remaining.join(',') }) },
  };
};
