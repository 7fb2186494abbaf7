import type { RouteJson } from '#schemas/api/route.ts';
import { costPartsOf } from '../model/cost-parts.ts';
import { formatAmountShort } from '../model/format-amount.ts';
import { formatUsd } from '../model/format-usd.ts';
import { feeInWords } from '../model/words.ts';

interface Props {
  readonly route: RouteJson;
  readonly decimalsOf: (asset: string) => number | undefined;
  readonly symbolOf: (asset: string) => string;
}

/** The costs of a route: all in all, and each for itself with what it is taken from. */
export const Costs = ({ route, decimalsOf, symbolOf }: Props) => {
  const parts = costPartsOf(route);
  return (
    <>
      <span className="route-figure">{formatUsd(Number(route.costUsd))}</span>
      <ul className="costs">
        {parts.map(({ kind, asset, amount, usd, how }, index) => {
          const decimals = decimalsOf(asset);
          const exact =
            amount !== undefined && decimals !== undefined ? `${formatAmountShort(amount, decimals)} ${symbolOf(asset)}` : undefined;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two fees of one kind differ by their place alone
            <li key={`${kind}-${index}`} className={`cost cost-${how}`} title={exact}>
              <span className="cost-kind">{feeInWords(kind)}</span>
              {exact !== undefined && <span className="hidden">{exact},</span>}
              <span className="cost-usd">{formatUsd(usd).replace('≈\u00a0', '')}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
};
