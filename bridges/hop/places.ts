import { messageTransmitter } from './cctp-v1.ts';
import { CCTP_TOKEN, HOP_TOKENS, hopCctp, L1_CHAIN_ID } from './contracts.ts';
import { manifest } from './manifest.ts';

/** What a contract of Hop's on a chain is: addresses repeat across chains with other meanings. */
export interface Place {
  readonly role: 'l1-bridge' | 'l2-bridge' | 'swap' | 'cctp' | 'transmitter';
  readonly token: string;
  readonly chainId: number;
  readonly address: string;
}

const placesOn = (chainId: number): readonly Place[] => {
  const pools = HOP_TOKENS.flatMap(({ name: token, l1Bridge, pools: on }): readonly Place[] => {
    if (chainId === L1_CHAIN_ID) return [{ role: 'l1-bridge', token, chainId, address: l1Bridge }];
    const pool = on[chainId];
    if (pool === undefined) return [];
    return [
      { role: 'l2-bridge', token, chainId, address: pool.bridge },
      { role: 'swap', token, chainId, address: pool.swap },
    ];
  });
  const cctp = hopCctp(chainId);
  const transmitter = messageTransmitter(chainId);
  return [
    ...pools,
    ...(cctp === undefined ? [] : [{ role: 'cctp' as const, token: CCTP_TOKEN, chainId, address: cctp }]),
    ...(transmitter === undefined ? [] : [{ role: 'transmitter' as const, token: CCTP_TOKEN, chainId, address: transmitter }]),
  ];
};

const PLACES = new Map(manifest.chains.map((chainId) => [chainId, placesOn(chainId)]));

export const places = (chainId: number): readonly Place[] => PLACES.get(chainId) ?? [];

export const placeAt = (chainId: number, address: string): Place | undefined =>
  places(chainId).find((place) => place.address.toLowerCase() === address.toLowerCase());
