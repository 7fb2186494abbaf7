import { err, ok, type Result } from '#core/result.ts';
import type { Bridge, BridgeContext, RecordedRead, StatusFailure, TransferReference, TransferStatus } from './port.ts';

type TransferRead = RecordedRead & { readonly gives: 'transfer' };
type Told = Result<TransferStatus, StatusFailure>;

/** Two transfers that nobody has asked about: what is read alike by both stands in the answer, and the rest comes from them. */
const samplesOf = ({ manifest }: Bridge): readonly [Sample, Sample] => {
  const [one = 1, other = 10] = manifest.chains;
  return [sampleOn(one, '5a'), sampleOn(other, 'a5')];
};

interface Sample extends TransferReference {
  readonly transactionHash: string;
}

/** The same 32 bytes for whatever a vendor is asked by. */
const sampleOn = (originChainId: number, byte: string): Sample => {
  const name = `0x${byte.repeat(32)}`;
  return { originChainId, transactionHash: name, id: name };
};

/** What a recorded answer says that names no transfer. The error is that it cannot be read without one. */
export const readAnyTransfer = async (
  bridge: Bridge,
  entry: TransferRead,
  context: BridgeContext,
): Promise<Result<Told, 'depends on the transfer'>> => {
  const [one, other] = samplesOf(bridge);
  const [given, again] = await Promise.all([entry.read(context, one), entry.read(context, other)]);
  if (given.ok && again.ok) return ok(ok(alike(given.value, again.value)));
  return given.ok || again.ok || given.error.code !== again.error.code
    ? err('depends on the transfer')
    : ok(err({ ...given.error, detail: given.error.detail.replaceAll(one.transactionHash, '…') }));
};

const alike = (given: TransferStatus, again: TransferStatus): TransferStatus => {
  const stands = Object.entries(given).map(([field, value]) => [field, value === again[field as keyof TransferStatus] ? value : null]);
  return Object.fromEntries(stands) as unknown as TransferStatus;
};
