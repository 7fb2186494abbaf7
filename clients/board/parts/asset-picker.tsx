import { chainNameOf, closest, slugOf, symbolOf, type World } from '../model/corridor-map.ts';

interface Props {
  readonly label: string;
  readonly world: World;
  readonly assets: readonly string[];
  readonly chosen: string;
  readonly onPick: (asset: string) => void;
}

/** A chain and an asset on it. Two plain selects: every keyboard, screen reader and phone knows them. */
export const AssetPicker = ({ label, world, assets, chosen, onPick }: Props) => {
  const slugs = [...new Set(assets.map(slugOf))];
  const symbols = [...new Set(assets.filter((asset) => slugOf(asset) === slugOf(chosen)).map(symbolOf))];
  const pickChain = (slug: string) => {
    const onChain = assets.filter((asset) => slugOf(asset) === slug);
    const asset = closest(onChain, { slug, symbol: symbolOf(chosen) });
    if (asset !== undefined) onPick(onChain.find((candidate) => symbolOf(candidate) === symbolOf(chosen)) ?? asset);
  };
  return (
    <div className="asset">
      <span className="label" aria-hidden="true">
        {label}
      </span>
      <div className="asset-fields">
        <span className={`chain-dot chain-${slugOf(chosen)}`} aria-hidden="true" />
        <select
          className="select select-chain"
          aria-label={`${label}: chain`}
          value={slugOf(chosen)}
          onChange={(event) => pickChain(event.target.value)}
        >
          {slugs.map((slug) => (
            <option key={slug} value={slug}>
              {chainNameOf(world, `${slug}:`)}
            </option>
          ))}
        </select>
        <select
          className="select select-strong"
          aria-label={`${label}: asset`}
          value={symbolOf(chosen)}
          onChange={(event) => onPick(`${slugOf(chosen)}:${event.target.value}`)}
        >
          {symbols.map((symbol) => (
            <option key={symbol} value={symbol}>
              {symbol}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
};
