import { type Hex, sliceHex } from 'viem';

/** A deposit's arguments by their names, whichever call makes it. A party is an address, or the same in 32 bytes. */
export interface DepositArguments {
  readonly depositor: Hex;
  readonly recipient: Hex;
  readonly inputToken: Hex;
  readonly outputToken: Hex;
  readonly inputAmount: bigint;
  readonly outputAmount: bigint;
  readonly destinationChainId: bigint;
  readonly message: Hex;
}

/** What was asked. `input` and `output` are the tokens that the pools carry for the two assets, named as the assets are. */
export interface AskedDeposit {
  readonly depositor: string;
  readonly recipient: string;
  readonly input: { readonly id: string; readonly address: string };
  readonly output: { readonly id: string; readonly address: string; readonly chainId: number };
  readonly inputAmount: bigint;
}

/** How a deposit is another than was asked: who gets how much of what on which chain, and who gets it back. Undefined when it is the same. */
export const otherDeposit = (deposit: DepositArguments, asked: AskedDeposit): string | undefined => {
  const { depositor, recipient, inputToken, outputToken, inputAmount, destinationChainId, message } = deposit;
  const { input, output } = asked;
  if (!isParty(depositor, asked.depositor)) return `a deposit that is paid back to ${depositor}, asked was for ${asked.depositor}`;
  if (!isParty(recipient, asked.recipient)) return `a deposit that pays ${recipient}, asked was ${asked.recipient}`;
  if (!isParty(inputToken, input.address)) return `a deposit of ${inputToken}, asked was ${input.id}`;
  if (!isParty(outputToken, output.address)) return `a deposit for ${outputToken}, asked was ${output.id}`;
  if (destinationChainId !== BigInt(output.chainId)) return `a deposit for chain ${destinationChainId}, asked was ${output.chainId}`;
  if (inputAmount !== asked.inputAmount) return `a deposit of ${inputAmount}, asked was ${asked.inputAmount}`;
  return message === '0x' ? undefined : 'a deposit that calls its recipient';
};

const ADDRESS_AT = 12;
const NO_BYTES = `0x${'0'.repeat(2 * ADDRESS_AT)}`;

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** An address, also where it is written as 32 bytes. */
const isParty = (told: Hex, address: string): boolean => {
  if (told.length === address.length) return same(told, address);
  return sliceHex(told, 0, ADDRESS_AT) === NO_BYTES && same(sliceHex(told, ADDRESS_AT), address);
};
