import { mnemonicToAccount } from 'viem/accounts';
import type { UnsignedTransactionJson } from '#schemas/api/transaction.ts';

/** Anvil's default mnemonic: known to everybody, worth nothing anywhere but on a local chain. */
const MNEMONIC = 'test test test test test test test test test test test junk';
/** The accounts that hold test tokens and native coin on every chain of the simnet. */
const FUNDED = [5, 6, 7, 8, 9];

export interface SimnetWallet {
  readonly address: string;
  /** The signed transaction, ready to be sent. */
  sign(transaction: UnsignedTransactionJson): Promise<string>;
}

type Hex = `0x${string}`;

/**
 * Wallets of the simnet, derived here. This file brings the curve with it, which is most of its weight: import it only when somebody is
 * about to sign.
 */
export const simnetWallets = (): readonly SimnetWallet[] =>
  FUNDED.map((addressIndex) => {
    const account = mnemonicToAccount(MNEMONIC, { addressIndex });
    return {
      address: account.address,
      sign: ({ to, data, value, chainId, gas, maxFeePerGas, maxPriorityFeePerGas, nonce }) =>
        account.signTransaction({
          type: 'eip1559',
          to: to as Hex,
          data: data as Hex,
          value: BigInt(value),
          chainId: Number(chainId),
          gas: BigInt(gas),
          maxFeePerGas: BigInt(maxFeePerGas),
          maxPriorityFeePerGas: BigInt(maxPriorityFeePerGas),
          nonce: Number(nonce),
        }),
    };
  });
