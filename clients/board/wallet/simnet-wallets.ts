import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts';
import type { UnsignedTransactionJson } from '#schemas/api/transaction.ts';

/** Anvil's default mnemonic: known to everybody, worth nothing anywhere but on a local chain. */
const MNEMONIC = 'test test test test test test test test test test test junk';
/** The accounts that hold test tokens and native coin on every chain of the simnet. */
const FUNDED = [5, 6, 7, 8, 9];

type Hex = `0x${string}`;

export interface SimnetWallet {
  readonly address: string;
  /** The signed transaction, ready to be sent. */
  sign(transaction: UnsignedTransactionJson): Promise<string>;
}

/** By hand: viem's own brings half of it along. */
const hexOf = (bytes: Uint8Array): Hex => `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;

/** Derived once: stretching the words into a seed is what takes time. */
const accountsOf = (indexes: readonly number[]) => {
  const parent = mnemonicToAccount(MNEMONIC, { path: "m/44'/60'/0'/0" }).getHdKey();
  return indexes.map((index) => {
    const { privateKey } = parent.deriveChild(index);
    if (privateKey === null) throw new Error('the wallet has no key');
    return privateKeyToAccount(hexOf(privateKey));
  });
};

/**
 * Wallets of the simnet, derived here. This file brings the curve with it, which is most of its weight: import it only when somebody is
 * about to sign.
 */
export const simnetWallets = (): readonly SimnetWallet[] =>
  accountsOf(FUNDED).map((account) => ({
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
  }));
