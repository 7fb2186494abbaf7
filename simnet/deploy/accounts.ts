import type { Address } from 'viem';

/**
 * The accounts of anvil's default mnemonic, unlocked on every chain of the simnet. The first owns and plans; accounts 5 to 9 hold
 * test tokens and native coin on every chain, which tools outside rely on. There are 20: those from 10 on are for relayers, one for each, as one
 * sender's transactions must not be sent side by side.
 */
export const OWNER: Address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';

export const USERS: readonly Address[] = [
  '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc',
  '0x976EA74026E726554dB657fA54763abd0C3a0aa9',
  '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955',
  '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f',
  '0xa0Ee7A142d267C1f36714E4a8F75612F20a79720',
];
