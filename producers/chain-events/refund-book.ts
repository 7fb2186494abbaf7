import type { ChainEvent } from '#core/domain/chain-event.ts';

/**
 * Who is owed a refund. A refund on chain says who got how much of which token and names no deposit, so it is matched with the deposits
 * that expired unfilled. What it cannot be matched with repays relayers, and is nobody's transfer.
 */
export interface RefundBook {
  /** Takes what was told, or taken back. */
  observe(event: ChainEvent): void;
  /** The refunds that an event of the kind `refund` without a transfer comes to: one a deposit. The same for the same event. */
  match(refund: ChainEvent): readonly ChainEvent[];
}

/** Deposits remembered; beyond, the oldest are forgotten. At some 500 bytes a deposit this is 50 MB, and more than two days of Across. */
const DEPOSITS_MAX = 100_000;
/** Refunds remembered, and fills that were seen before their deposit. */
const SEEN_MAX = 100_000;

const ownerOf = (chainId: string | undefined, token: string | undefined, depositor: string | undefined): string =>
  `${chainId}/${token}/${depositor}`.toLowerCase();

export const createRefundBook = (): RefundBook => {
  const owed = new Map<string, Map<string, ChainEvent>>();
  const ownerByKey = new Map<string, string>();
  const filled = new Set<string>();
  /** Which refund a deposit got, by transfer key: the id of the log. */
  const refundedBy = new Map<string, string>();

  const forget = (transferKey: string): void => {
    const owner = ownerByKey.get(transferKey);
    if (owner === undefined) return;
    ownerByKey.delete(transferKey);
    owed.get(owner)?.delete(transferKey);
    if (owed.get(owner)?.size === 0) owed.delete(owner);
  };
  const remember = (deposit: ChainEvent): void => {
    const { fields, chainId, transferKey } = deposit;
    if (fields.fillDeadline === undefined) return;
    const owner = ownerOf(String(chainId), fields.inputToken, fields.depositor);
    owed.set(owner, (owed.get(owner) ?? new Map()).set(transferKey, deposit));
    ownerByKey.set(transferKey, owner);
    for (const oldest of ownerByKey.size > DEPOSITS_MAX ? [...ownerByKey.keys()].slice(0, 1) : []) forget(oldest);
  };
  const bound = (seen: Set<string> | Map<string, string>): void => {
    if (seen.size > SEEN_MAX) for (const oldest of seen.keys()) return void seen.delete(oldest);
  };

  const candidates = (refund: ChainEvent, to: string): readonly ChainEvent[] =>
    [...(owed.get(ownerOf(refund.fields.originChainId, refund.fields.token, to))?.values() ?? [])].filter(
      ({ transferKey, fields }) =>
        Number(fields.fillDeadline) * 1_000 <= refund.blockTimeMs &&
        !filled.has(transferKey) &&
        (refundedBy.get(transferKey) ?? refund.eventId) === refund.eventId,
    );

  /** One deposit of just this amount, the one refunded by this log before or else the first; or all that wait, when they make it together. */
  const chosen = (refund: ChainEvent, to: string, amount: bigint): readonly ChainEvent[] => {
    const waiting = candidates(refund, to);
    const same = waiting.filter(({ fields }) => BigInt(fields.inputAmount ?? 0) === amount);
    const one = same.find(({ transferKey }) => refundedBy.has(transferKey)) ?? same[0];
    if (one !== undefined) return [one];
    return waiting.reduce((sum, { fields }) => sum + BigInt(fields.inputAmount ?? 0), 0n) === amount ? waiting : [];
  };

  return {
    observe: (event) => {
      const { kind, removed, transferKey } = event;
      if (kind === 'deposit') removed ? forget(transferKey) : remember(event);
      if (kind === 'fill') removed ? filled.delete(transferKey) : bound(filled.add(transferKey));
      if (kind === 'refund') {
        const log = logOf(event);
        if (!removed) bound(refundedBy.set(transferKey, log));
        else if (refundedBy.get(transferKey) === log) refundedBy.delete(transferKey);
      }
    },
    match: (refund) =>
      (refund.fields.paid ?? '').split(',').flatMap((paid) => {
        const [to = '', amount = '0'] = paid.split('=');
        return chosen(refund, to, BigInt(amount)).map(({ transferKey, fields }) => ({
          ...refund,
          eventId: `${refund.eventId}:${transferKey}`,
          transferKey,
          fields: {
            originChainId: refund.fields.originChainId ?? '',
            refundedTo: to,
            refundedToken: refund.fields.token ?? '',
            refundedAmount: fields.inputAmount ?? '',
          },
        }));
      }),
  };
};

/** The id of the log that a matched refund came from. */
const logOf = ({ eventId, transferKey }: ChainEvent): string =>
  eventId.endsWith(`:${transferKey}`) ? eventId.slice(0, -transferKey.length - 1) : eventId;
