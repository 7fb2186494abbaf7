/** How a transfer stood after each of its changes. */
export interface TransferFact {
  readonly transferKey: string;
  readonly bridge: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly version: number;
  readonly state: 'CONFIRMED' | 'BRIDGING' | 'COMPLETED' | 'FAILED' | 'REFUNDED';
  readonly sender: string;
  readonly amountIn: bigint | null;
  readonly amountQuoted: bigint | null;
  readonly amountDelivered: bigint | null;
  /** Signed, against what was promised; null where nothing was. */
  readonly accuracyBps: number | null;
  readonly startedAtMs: number;
  readonly updatedAtMs: number;
  readonly fillSeconds: number | null;
  readonly failure: 'DEPOSIT_EXPIRED' | null;
}

const CORRIDORS = [
  { from: 'ethereum:USDC', to: 'arbitrum:USDC', unit: 1_000_000n, usd: 1 },
  { from: 'ethereum:USDC', to: 'base:USDC', unit: 1_000_000n, usd: 1 },
  { from: 'arbitrum:WETH', to: 'base:WETH', unit: 10n ** 18n, usd: 2_500 },
] as const;

const BRIDGES = [
  { bridge: 'across', fillSeconds: [3, 40], feePpm: 400 },
  { bridge: 'stargate', fillSeconds: [40, 360], feePpm: 350 },
  { bridge: 'cctp', fillSeconds: [600, 700], feePpm: 130 },
] as const;

const DAY_MS = 86_400_000;
const COUNT = 360;
const LAST_MS = 2 * 3_600_000;
const CONFIRMED_AFTER_MS = 1_000;
const EXPIRES_AFTER_MS = 40 * 60_000;
const REFUNDED_AFTER_MS = 70 * 60_000;

/** Every change of some hundred transfers, oldest first: most arrive, some late or short, a few never. */
export const transferFacts = (startMs: number, days: number, random: () => number): TransferFact[] => {
  const whole = (below: number): number => Math.floor(random() * below);
  const facts: TransferFact[] = [];
  for (let index = 0; index < COUNT; index += 1) {
    const { from, to, unit, usd } = CORRIDORS[whole(CORRIDORS.length)]!;
    const { bridge, fillSeconds, feePpm } = BRIDGES[whole(BRIDGES.length)]!;
    const startedAtMs = startMs + whole((days * DAY_MS - LAST_MS) / 1_000) * 1_000;
    const amountIn = (unit * BigInt(50 + whole(20_000))) / BigInt(usd);
    const amountQuoted = amountIn - (amountIn * BigInt(feePpm)) / 1_000_000n;
    const shortBps = whole(5) === 0 ? 1 + whole(30) : 0;
    const seconds = fillSeconds[0] + whole(fillSeconds[1]);
    const fate = whole(100);
    const base = {
      transferKey: `${bridge}:${from.startsWith('ethereum') ? 1 : 42_161}:${index}`,
      bridge,
      from,
      to,
      sender: `0x${(0xa000 + whole(40)).toString(16).padStart(40, '0')}`,
      amountIn,
      amountQuoted,
      startedAtMs,
      failure: null,
    } as const;
    const open = { ...base, amountDelivered: null, accuracyBps: null, fillSeconds: null };
    facts.push({ ...open, version: 1, state: 'CONFIRMED', updatedAtMs: startedAtMs });
    facts.push({ ...open, version: 2, state: 'BRIDGING', updatedAtMs: startedAtMs + CONFIRMED_AFTER_MS });
    if (fate < 4) continue;
    if (fate < 12) {
      const failed = { ...open, failure: 'DEPOSIT_EXPIRED' } as const;
      facts.push({ ...failed, version: 3, state: 'FAILED', updatedAtMs: startedAtMs + EXPIRES_AFTER_MS });
      if (fate >= 6) facts.push({ ...failed, version: 4, state: 'REFUNDED', updatedAtMs: startedAtMs + REFUNDED_AFTER_MS });
      continue;
    }
    const amountDelivered = amountQuoted - (amountQuoted * BigInt(shortBps)) / 10_000n;
    const promised = whole(10) < 7;
    facts.push({
      ...base,
      version: 3,
      state: 'COMPLETED',
      updatedAtMs: startedAtMs + seconds * 1_000,
      amountDelivered,
      accuracyBps: promised ? -shortBps : null,
      fillSeconds: seconds,
    });
  }
  // What is seen of one first is its fill, which names no asset; and its deposit turns out to lie in the hour before.
  const seenAtMs = startMs + DAY_MS + 600_000;
  const late = {
    transferKey: 'across:1:late',
    bridge: 'across',
    sender: `0x${'b'.repeat(40)}`,
    failure: null,
    state: 'COMPLETED',
    accuracyBps: null,
    updatedAtMs: seenAtMs,
  } as const;
  const unknown = { from: null, to: null, amountIn: null, amountQuoted: null, amountDelivered: null };
  facts.push({ ...late, ...unknown, version: 1, startedAtMs: seenAtMs, fillSeconds: 0 });
  const amounts = { amountIn: 500_000_000n, amountQuoted: 499_800_000n, amountDelivered: 499_800_000n };
  const ends = { from: 'ethereum:USDC', to: 'arbitrum:USDC' };
  facts.push({ ...late, ...ends, ...amounts, version: 2, startedAtMs: seenAtMs - 900_000, fillSeconds: 900 });
  return facts.sort((a, b) => a.updatedAtMs - b.updatedAtMs || a.version - b.version);
};
