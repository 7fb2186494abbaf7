import { formatAmount } from '../model/format-amount.ts';
import { shortHex } from '../model/token-text.ts';
import type { FundedWallet } from '../model/use-wallets.ts';

interface Props {
  readonly wallets: readonly FundedWallet[];
  readonly chosen: string | undefined;
  readonly asset: { readonly symbol: string; readonly decimals: number };
  readonly nativeSymbol: string;
  readonly disabled: boolean;
  readonly onChoose: (address: string) => void;
}

const NATIVE_DECIMALS = 18;

/** Which of the simnet's wallets signs, and what each holds. Plain radio buttons: arrow keys walk them. */
export const WalletChoice = ({ wallets, chosen, asset, nativeSymbol, disabled, onChoose }: Props) => (
  <fieldset className="wallets" disabled={disabled}>
    <legend className="label">Sign with a wallet of the simnet</legend>
    {wallets.map(({ address, balance, native }) => (
      <label key={address} className="wallet">
        <input type="radio" name="wallet" value={address} checked={address === chosen} onChange={() => onChoose(address)} />
        <code className="hex" title={address}>
          {shortHex(address)}
        </code>
        <span>
          {formatAmount(balance, asset.decimals, 2)} {asset.symbol}
        </span>
        {asset.symbol !== nativeSymbol && (
          <span className="quiet">
            {formatAmount(native, NATIVE_DECIMALS, 2)} {nativeSymbol}
          </span>
        )}
      </label>
    ))}
  </fieldset>
);
