import type { BridgeManifest } from '#bridges/_kit/bridge-manifest.ts';
import { chainById } from '#core/domain/chain.ts';
import type { Finding } from './findings.ts';

/**
 * `live`: all of it is as listed. `in part`: some chains or flags are not, and at least two chains are. `paused`: its own flags stop it
 * everywhere. `silent`: nobody answered, so nothing is known against it. `broken`: what stands on its chains is not what is listed, on so many
 * that no two are left. `needs a key` and `off` say why.
 */
export type BridgeState = 'live' | 'in part' | 'paused' | 'silent' | 'broken' | 'needs a key' | 'off';

export interface BridgeVerdict {
  readonly bridge: string;
  readonly state: BridgeState;
  /** Slugs of the chains that nothing was found against. */
  readonly chains: readonly string[];
  /** How many contracts and tokens were looked at for it. */
  readonly contracts: number;
  /** What is wrong, or why it is off; empty when it is live. */
  readonly reasons: readonly string[];
  /** What does not count: flags that could not be read, keys that could be set. */
  readonly notes: readonly string[];
}

/** What was found out about a bridge in use. */
export interface Evidence {
  readonly manifest: BridgeManifest;
  readonly findings: readonly Finding[];
  readonly contracts: number;
  /** Why its API does not answer; null when it does, or there is none to ask. */
  readonly apiTrouble: string | null;
}

/** A bridge joins two chains, or it joins nothing. */
const CHAINS_MIN = 2;

const slugOf = (chainId: number): string => chainById(chainId)?.slug ?? String(chainId);
const wordsOf = ({ chainId, detail }: Finding): string => `${slugOf(chainId)}: ${detail}`;

const stateOf = (sound: number, all: number, found: { differs: boolean; paused: number; troubled: boolean }): BridgeState => {
  if (!found.troubled) return 'live';
  if (sound >= CHAINS_MIN) return found.paused === all ? 'paused' : 'in part';
  return found.differs ? 'broken' : 'silent';
};

/** What can be said of a bridge from all that was found. Pure. */
export const judge = ({ manifest, findings, contracts, apiTrouble }: Evidence): BridgeVerdict => {
  const { id, chains } = manifest;
  const faults = findings.filter(({ kind }) => kind === 'differs' || kind === 'unread');
  const paused = findings.filter(({ kind }) => kind === 'paused');
  const faulty = new Set(faults.map(({ chainId }) => chainId));
  const pausedOn = new Set(paused.map(({ chainId }) => chainId));
  const sound = chains.filter((chainId) => !faulty.has(chainId));
  const byChains = stateOf(sound.length, chains.length, {
    differs: faults.some(({ kind }) => kind === 'differs'),
    paused: pausedOn.size,
    troubled: faults.length + paused.length > 0,
  });
  return {
    bridge: id,
    state: apiTrouble !== null && byChains !== 'broken' ? 'silent' : byChains,
    chains: sound.filter((chainId) => !pausedOn.has(chainId)).map(slugOf),
    contracts,
    reasons: [...(apiTrouble === null ? [] : [`its API: ${apiTrouble}`]), ...[...faults, ...paused].map(wordsOf)],
    notes: findings.filter(({ kind }) => kind === 'note').map(wordsOf),
  };
};

/** A bridge that is not looked at, and why. */
export const setAside = (manifest: BridgeManifest, state: 'needs a key' | 'off', reason: string): BridgeVerdict => ({
  ...{ bridge: manifest.id, state, chains: [], contracts: 0, reasons: [reason], notes: [] },
});
