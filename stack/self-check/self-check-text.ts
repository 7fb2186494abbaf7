import pc from 'picocolors';
import type { BridgeState, BridgeVerdict } from './judge.ts';
import type { ChainReport, SelfCheckReport } from './self-check.ts';

const NAME_WIDTH = 16;
const STATE_WIDTH = 12;
/** A bridge of many contracts may differ in many; what stands first tells what to look at. `--json` has all. */
const REASONS_SHOWN = 4;

const MARKS: Readonly<Record<BridgeState, string>> = {
  live: pc.green('✓'),
  'in part': pc.yellow('~'),
  paused: pc.yellow('‖'),
  silent: pc.yellow('?'),
  broken: pc.red('✗'),
  'needs a key': pc.dim('–'),
  off: pc.dim('–'),
};

const indent = ' '.repeat(NAME_WIDTH + STATE_WIDTH + 6);

const chainLines = ({ chain, endpoints }: ChainReport): readonly string[] => {
  const mark = endpoints.some(({ state }) => state === 'right') ? pc.green('✓') : pc.red('✗');
  const words = endpoints.map(({ host, detail }) => (detail === null ? host : `${host} ${detail}`));
  return [`  ${mark} ${chain.padEnd(NAME_WIDTH)} ${words.length === 0 ? 'no endpoint' : words.join(', ')}`];
};

const countOf = ({ chains, contracts }: BridgeVerdict): string =>
  contracts === 0 ? '' : `${contracts} contracts and tokens; well on ${chains.length === 0 ? 'no chain' : chains.join(', ')}`;

/** Chains of which no node answers: their own lines say what each of them said. */
const silentChains = ({ chains }: SelfCheckReport): readonly string[] =>
  chains.filter(({ endpoints }) => endpoints.length > 0 && endpoints.every(({ state }) => state === 'silent')).map(({ chain }) => chain);

/** Silence is told in a word with each bridge, not in full again. */
const withoutSilence = (reasons: readonly string[], silent: readonly string[]): readonly string[] => {
  const isOf = (reason: string) => silent.find((chain) => reason.startsWith(`${chain}: `));
  const unheard = reasons.flatMap((reason) => isOf(reason) ?? []);
  return [
    ...(unheard.length === 0 ? [] : [`no node answers: ${unheard.join(', ')}`]),
    ...reasons.filter((reason) => isOf(reason) === undefined),
  ];
};

const bridgeLines = (verdict: BridgeVerdict, silent: readonly string[]): readonly string[] => {
  const { bridge, state, notes } = verdict;
  const reasons = withoutSilence(verdict.reasons, silent);
  const head = `  ${MARKS[state]} ${bridge.padEnd(NAME_WIDTH)} ${state.padEnd(STATE_WIDTH)}`;
  const more = reasons.length > REASONS_SHOWN ? [`and ${reasons.length - REASONS_SHOWN} more`] : [];
  const [first = '', ...rest] = [...[countOf(verdict)].filter((text) => text !== ''), ...reasons.slice(0, REASONS_SHOWN), ...more];
  return [`${head} ${first}`.trimEnd(), ...rest.map((text) => indent + text), ...notes.map((text) => indent + pc.dim(text))];
};

/** The report as people read it: the chains with their endpoints, then every bridge with its state and what is wrong. */
export const selfCheckText = (report: SelfCheckReport): string => {
  const silent = silentChains(report);
  const bridges = report.bridges.flatMap((verdict) => bridgeLines(verdict, silent));
  return [`  ${pc.bold(`self-check, ${report.network}`)}`, ...report.chains.flatMap(chainLines), '', ...bridges].join('\n');
};
