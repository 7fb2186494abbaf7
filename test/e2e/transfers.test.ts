import { join } from 'node:path';
import { afterAll, expect, inject, test } from 'vitest';
import { type LedgerEntry, readLedger, type SentTransfer } from '#simnet/traffic/ledger.ts';
import { dataDirPaths } from '#stack/data-dir.ts';
import { simnetCommand } from '#test/support/simnet-command.ts';
import { openFeed } from './raw-feed.ts';
import { takeTurn } from './take-turns.ts';

takeTurn('alone');

const base = inject('routebookUrl');
const dataDir = inject('routebookDataDir');
const COUNT = 12;
/** Blocks, fills and confirmations of a dozen transfers. */
const IN_TIME = { timeout: 80_000, interval: 500 };

interface TransferBody {
  transferKey: string;
  state: string;
  amountQuoted: string;
  amountDelivered: string | null;
  originTransaction: string;
  destinationTransaction: string | null;
}

const ledger = () => readLedger(join(dataDirPaths(dataDir).simnet, 'traffic.jsonl'));
const isSent = (entry: LedgerEntry): entry is SentTransfer => entry.kind === 'sent';
const transfer = async (hash: string) => (await (await fetch(`${base}/api/v1/transfers/${hash}`)).json()) as TransferBody;

afterAll(() => simnetCommand(dataDir, 'traffic', 'stop'));

test('every transfer that the simnet sends is followed to its end, once, and delivers what its ledger says', {
  timeout: 120_000,
}, async () => {
  const feed = await openFeed(base);
  feed.send({ op: 'subscribe', id: '1', channel: 'transfers' });
  await feed.next(({ type }) => type === 'subscribed');
  await simnetCommand(
    dataDir,
    'traffic',
    'start',
    '--per-second',
    '3',
    '--count',
    String(COUNT),
    '--expiring-share',
    '0',
    '--bus-share',
    '0',
  );

  const arrived = async () => (await ledger()).filter(({ kind }) => kind === 'arrived');
  await expect.poll(async () => (await arrived()).length, IN_TIME).toBe(COUNT);
  const entries = await ledger();
  for (const sent of entries.filter(isSent)) {
    const delivered = entries.find(({ kind, id }) => kind === 'arrived' && id === sent.id);
    await expect
      .poll(() => transfer(sent.originTransaction), IN_TIME)
      .toMatchObject({
        state: 'COMPLETED',
        transferKey: expect.stringMatching(new RegExp(`^${sent.bridge}:${sent.originChainId}:`)),
        amountQuoted: sent.amountQuoted,
        amountDelivered: delivered?.kind === 'arrived' ? delivered.amount : undefined,
      });
    const { transferKey, destinationTransaction } = await transfer(sent.originTransaction);
    expect(await transfer(destinationTransaction ?? '')).toMatchObject({ transferKey });
    const list = (await (await fetch(`${base}/api/v1/transfers?address=${sent.recipient}`)).json()) as { transfers: TransferBody[] };
    expect(list.transfers.map((listed) => listed.transferKey)).toEqual([transferKey]);
  }
  await feed.next(({ type, channel }) => type === 'update' && channel === 'transfers');
  feed.close();
});

test('a hash that nobody has seen is pending, and an unknown key is not found', async () => {
  expect(await transfer(`0x${'ab'.repeat(32)}`)).toMatchObject({ state: 'PENDING', seenOnChain: false });
  const unknown = await fetch(`${base}/api/v1/transfers/across:1:999999999`);
  expect(unknown.status).toBe(404);
  expect(await unknown.json()).toMatchObject({ code: 'UNKNOWN_TRANSFER' });
});
