import { type Address, concatHex, encodeFunctionData, erc20Abi, getAddress, type Hex, keccak256, maxUint256, stringToHex } from 'viem';
import { DEPOSITORY } from '#bridges/relay/contracts.ts';
import { NATIVE_ADDRESS } from '#core/domain/address.ts';
import type { ChainLink } from '../../chains/chain-link.ts';
import type { Job } from '../../relayers/relay-loop.ts';
import { sendAs } from '../_kit/send-as.ts';
import { recentRelayDeposits } from './relay-deposits.ts';
import { depositoryAbi } from './request-terms.ts';

/** A request whose deposit is a plain transfer, until it was collected. */
export interface AddressRequest {
  readonly orderId: Hex;
  readonly requestId: Hex;
  readonly address: Address;
  readonly originChainId: number;
  readonly destinationChainId: number;
  /** The zero address is the coin. */
  readonly token: Address;
  readonly amountIn: bigint;
  /** To whom the deposit is credited. */
  readonly depositor: Address;
  /** What the solver pays, behind the deposit's own arguments. */
  readonly terms: Hex;
}

export interface DepositAddresses {
  open(request: AddressRequest): void;
  byRequest(requestId: string): AddressRequest | undefined;
  onChain(chainId: number): readonly AddressRequest[];
  close(orderId: Hex): void;
}

/** Requests remembered; the oldest are forgotten, and money that comes later stays where it is. */
const OPEN_MAX = 1_000;

/** An address of the request's own, of which nobody has a key: on the mainnets a contract that is made when it is swept. */
export const depositAddressOf = (orderId: Hex): Address =>
  getAddress(`0x${keccak256(concatHex([orderId, stringToHex('address')])).slice(-40)}`);

/** Open requests with addresses, in memory as in Relay's own database: no chain tells of them before they are swept. */
export const createDepositAddresses = (): DepositAddresses => {
  const requests = new Map<Hex, AddressRequest>();
  return {
    open: (request) => {
      requests.set(request.orderId, request);
      for (const oldest of requests.keys()) {
        if (requests.size <= OPEN_MAX) return;
        requests.delete(oldest);
      }
    },
    byRequest: (requestId) => [...requests.values()].find((one) => one.requestId === requestId.toLowerCase()),
    onChain: (chainId) => [...requests.values()].filter(({ originChainId }) => originChainId === chainId),
    close: (orderId) => void requests.delete(orderId),
  };
};

const LOOK_BACK_BLOCKS = 512;

/**
 * What has arrived is swept into the depository under its order's number, credited to whoever asked: as the component of the real one does
 * (docs.relay.link/references/protocol/components/deposit-addresses). From there on it is a deposit like any other. An address that is bound to
 * one order takes its exact amount, and leaves anything else alone.
 */
export const findSweeps = (addresses: DepositAddresses) => (links: readonly ChainLink[]) => async (): Promise<readonly Job[]> => {
  const jobs: Job[] = [];
  for (const link of links) {
    const open = addresses.onChain(link.chain.chainId);
    if (open.length === 0) continue;
    const swept = new Set((await recentRelayDeposits(link, LOOK_BACK_BLOCKS)).map(({ id }) => id));
    for (const request of open) {
      if (swept.has(request.orderId)) addresses.close(request.orderId);
      else if ((await heldBy(link, request)) === request.amountIn) jobs.push(sweepOf(request));
    }
  }
  return jobs;
};

const heldBy = async (link: ChainLink, { token, address }: AddressRequest): Promise<bigint> => {
  if (token === NATIVE_ADDRESS) return BigInt(await link.rpc.call<Hex>('eth_getBalance', [address, 'latest']));
  const data = encodeFunctionData({ abi: erc20Abi, functionName: 'balanceOf', args: [address] });
  return BigInt(await link.rpc.call<Hex>('eth_call', [{ to: token, data }, 'latest']));
};

const sweepOf = ({ orderId, originChainId, address, token, amountIn, depositor, terms }: AddressRequest): Job => {
  const native = token === NATIVE_ADDRESS;
  const call = native
    ? encodeFunctionData({ abi: depositoryAbi, functionName: 'depositNative', args: [depositor, orderId] })
    : encodeFunctionData({ abi: depositoryAbi, functionName: 'depositErc20', args: [depositor, token, amountIn, orderId] });
  const approve = encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args: [DEPOSITORY as Address, maxUint256] });
  return {
    key: `sweep ${orderId}`,
    chainId: originChainId,
    send: async (link) => {
      if (!native) await sendAs(address, { to: token, data: approve })(link);
      return sendAs(address, { to: DEPOSITORY as Address, data: concatHex([call, terms]), value: native ? amountIn : 0n })(link);
    },
  };
};
