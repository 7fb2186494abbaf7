import type { ReliedContract } from '../_kit/relied-contract.ts';
import { DIAMOND } from './contracts.ts';
import { manifest } from './manifest.ts';

const SOURCE = 'docs.li.fi, smart contract addresses';

/** What is called, and who takes tokens. */
export const reliedContracts = (chainId: number): readonly ReliedContract[] =>
  manifest.chains.includes(chainId) ? [{ name: 'LiFiDiamond', address: DIAMOND, source: SOURCE }] : [];
