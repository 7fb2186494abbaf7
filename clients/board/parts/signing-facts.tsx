import type { TransactionJson } from '#schemas/api/transaction.ts';
import type { World } from '../model/corridor-map.ts';
import { formatAmountShort } from '../model/format-amount.ts';
import { agreedLeast, approvalOf, maxFeeWei } from '../model/signing-facts.ts';
import { shortHex, tokenText } from '../model/token-text.ts';
import { useNow } from '../model/use-now.ts';

interface Props {
  readonly world: World;
  readonly built: TransactionJson | undefined;
  readonly from: string;
  readonly to: string;
  readonly nativeSymbol: string;
  readonly clockAheadMs: number;
}

const NATIVE_DECIMALS = 18;

const Validity = ({ until, clockAheadMs }: { until: string; clockAheadMs: number }) => {
  const seconds = Math.ceil((Date.parse(until) - useNow() - clockAheadMs) / 1_000);
  return seconds > 0 ? <>{seconds} s more, then it is asked for anew</> : <>asking anew…</>;
};

const Address = ({ address }: { address: string }) => (
  <code className="hex" title={address}>
    {shortHex(address)}
  </code>
);

/** What the signature is for, in full. The rows are there from the start, so that nothing jumps when they fill. */
export const SigningFacts = ({ world, built, from, to, nativeSymbol, clockAheadMs }: Props) => {
  const approval = built && approvalOf(built);
  const coins = (wei: bigint) => `${formatAmountShort(wei, NATIVE_DECIMALS)} ${nativeSymbol}`;
  const rows = [
    ['Arrives', built && tokenText(world, built.amountOut, to)],
    ['At the least', built && <>{tokenText(world, agreedLeast(built), to)}, or nothing is taken</>],
    [
      'Approval',
      built &&
        (approval === undefined ? (
          'none needed'
        ) : (
          <>
            lets <Address address={approval.spender} /> take {tokenText(world, approval.amount, from)}, no more
          </>
        )),
    ],
    ['Deposit to', built && <Address address={built.deposit.to} />],
    ['With it', built && coins(BigInt(built.deposit.value))],
    ['Fees at most', built && coins(maxFeeWei(built))],
    ['Valid', built && <Validity until={built.validUntil} clockAheadMs={clockAheadMs} />],
  ] as const;
  return (
    <dl className="pairs signing" aria-busy={built === undefined} data-built={built?.amountOut ?? ''}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? <span className="blank" aria-hidden="true" />}</dd>
        </div>
      ))}
    </dl>
  );
};
