import type { Response } from 'express';
import { checksumAddress } from '#core/domain/address.ts';
import { inputError } from '#core/errors.ts';
import type { ListedTransfer, TransferReader } from '#platform/redis/transfer-reader.ts';
import { type TransferPageJson, transfersQuery } from '#schemas/api/transfer.ts';
import { inputIssue } from '../input/input-issue.ts';
import { withNumbers } from '../input/with-numbers.ts';
import type { TransferFinder } from '../transfers/transfer-finder.ts';
import { cursorOf, isTransactionHash, placeOf } from '../transfers/transfer-id.ts';
import { HISTORY_AWAY, unseen } from '../transfers/unseen.ts';
import type { Route } from './app.ts';
import { replyBytes, replyPieces, replyProblem } from './reply.ts';

const LIVE = { 'cache-control': 'no-store' };
const NAME_SHOWN = 80;

const jsonBytes = (body: unknown): Buffer => Buffer.from(JSON.stringify(body));

const OPENING = Buffer.from('{"transfers":[');
const COMMA = Buffer.from(',');

/** A page of transfers as they were stored, then the rest of its fields. */
const pagePieces = (transfers: readonly ListedTransfer[], rest: Omit<TransferPageJson, 'transfers'>): readonly Buffer[] => [
  OPENING,
  ...transfers.flatMap(({ json }, index) => (index === 0 ? [json] : [COMMA, json])),
  Buffer.from(`],${JSON.stringify(rest).slice(1)}`),
];

const OUT_OF_REACH = 'the transfers are out of reach right now; try again in a few seconds';
const replyNotReady = (response: Response, requestId: string, detail: string) =>
  replyProblem(response, {
    requestId,
    error: { code: 'NOT_READY', detail },
    headers: { 'retry-after': '2' },
  });

/** Transfers by key, by transaction and by address. */
export const transferRoutes = (deps: { finder: TransferFinder; want: TransferReader['want']; now: () => number }): readonly Route[] => {
  const { finder, want, now } = deps;

  const findByTransaction = async (hash: string): Promise<Buffer> => {
    const { value, historyAway } = await finder.byTransaction(hash);
    const [found] = value;
    if (found === undefined || !found.seenOnChain) await want(hash, now());
    return jsonBytes(found ?? unseen(hash, historyAway));
  };

  const one: Route['handler'] = async (request, response, requestId) => {
    const id = String(request.params.id);
    let bytes: Buffer | undefined;
    try {
      if (isTransactionHash(id)) bytes = await findByTransaction(id);
      else {
        const { value, historyAway } = await finder.byKey(id);
        if (historyAway) return replyNotReady(response, requestId, HISTORY_AWAY);
        bytes = value;
      }
    } catch {
      return replyNotReady(response, requestId, OUT_OF_REACH);
    }
    if (bytes !== undefined) return replyBytes(response, { requestId, bytes, headers: LIVE });
    const detail = `no transfer "${id.slice(0, NAME_SHOWN)}" is known; give a transfer key (bridge:chain:id) or a transaction hash (0x and 64 hex digits)`;
    return replyProblem(response, { requestId, error: inputError('UNKNOWN_TRANSFER', '/id', detail) });
  };

  const list: Route['handler'] = async (request, response, requestId) => {
    const given = withNumbers(request.query, ['limit']);
    const query = transfersQuery.safeParse(given);
    if (!query.success) return replyProblem(response, { requestId, error: inputIssue(query.error, given) });
    const { address, limit, cursor } = query.data;
    const party = checksumAddress(address);
    if (party === undefined) {
      const detail = 'not an address: write 0x and 40 hex digits, with a right EIP-55 checksum or all lower case';
      return replyProblem(response, { requestId, error: inputError('INVALID_ADDRESS', '/address', detail) });
    }
    const after = cursor === undefined ? undefined : placeOf(cursor);
    if (cursor !== undefined && after === undefined) {
      const detail = 'not a cursor of ours; give the nextCursor of the page before, or none for the first page';
      return replyProblem(response, { requestId, error: inputError('INVALID_PARAMETER', '/cursor', detail) });
    }
    const found = await finder.page(party, { limit, after }).catch(() => undefined);
    if (found === undefined) return replyNotReady(response, requestId, OUT_OF_REACH);
    const { value: page, historyAway } = found;
    // After a page of what is newer, an empty one would say that nothing is older.
    if (historyAway && after !== undefined) return replyNotReady(response, requestId, HISTORY_AWAY);
    const rest: Omit<TransferPageJson, 'transfers'> = {
      nextCursor: page.next === undefined ? null : cursorOf(page.next),
      ...(historyAway ? { note: HISTORY_AWAY } : {}),
    };
    return replyPieces(response, { requestId, pieces: pagePieces(page.transfers, rest), headers: LIVE });
  };

  return [
    { path: '/api/v1/transfers', method: 'GET', handler: list },
    { path: '/api/v1/transfers/:id', method: 'GET', handler: one },
    { path: '/api/v1/routes/status/:id', method: 'GET', handler: one },
  ];
};
