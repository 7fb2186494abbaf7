import { readConfig } from '#platform/config.ts';
import { selfCheck } from './self-check.ts';
import { selfCheckText } from './self-check-text.ts';
import { whatFollows } from './what-follows.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The self-check of a start on the mainnets: the lines to show, and the variables that the services get on account of it. It never keeps a
 * start from going on, be it that every bridge is broken.
 */
export const checkAtStart = async (env: Environment): Promise<{ text: string; variables: Readonly<Record<string, string>> }> => {
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
    // An empty list would count as none, and so bring back the usual bridges.
    variables: { ...rpcUrls, ...(leftOut.length === 0 || remaining.length === 0 ? {} : { ROUTEBOOK_BRIDGES: remaining.join(',') }) },
  };
};
