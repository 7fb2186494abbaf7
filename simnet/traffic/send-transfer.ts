import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, maxUint256, pad, toHex } from 'viem';
import { poolAbi } from '#bridges/_stargate/abi.ts';
import { stargatePool } from '#bridges/_stargate/contracts.ts';
import { spokePoolAbi } from '#bridges/across/abi.ts';
import { taxi } from '#bridges/stargate/taxi.ts';
import { bus } from '#bridges/stargate-bus/bus.ts';
import { type Asset, assetById } from '#core/domain/asset.ts';
import { chainById } from '#core/domain/chain.ts';
import type { ChainLink } from '../chains/chain-link.ts';
import { tokenAbi } from '../deploy/abi.ts';
import { spokePoolOf } from '../deploy/across.ts';
import { stargateOn } from '../deploy/stargate.ts';
import { grantCalls } from '../deploy/tokens.ts';
import type { PlannedTransfer } from './plan-transfer.ts';

/** Account 3 of anvil's default mnemonic: everybody who sends without being asked. */
export const TRAFFIC_SENDER: Address = '0x90F79bf6EB2c4f870365E785982E1f101E93b906';

const ENDOWMENT = 10n ** 15n;
const COINS = toHex(10n ** 24n);
const GAS = '0x1e8480';
const MAX_FEE_PER_GAS = '0x9184e72a000';
/** What the relayer is left of an Across deposit; the mainnets' is of this size. */
const ACROSS_FEE_PPM = 500n;
const MILLION = 1_000_000n;
/** As the spoke pools allow at most. */
const FILL_DEADLINE_S = 21_600;
/** How long a deposit that is to expire stays open. */
const SHORT_DEADLINE_S = 10;
const NOBODY: Address = '0x0000000000000000000000000000000000000001';
const ANYBODY: Address = '0x0000000000000000000000000000000000000000';

export const usdcOn = (chainId: number): Asset => {
  const asset = assetById(`${chainById(chainId)?.slug}:USDC`);
  if (asset === undefined) throw new Error(`there is no USDC on chain ${chainId}`);
  return asset;
};

/** Gives the sender what it sends on a chain, and lets the bridges take it. */
export const endowTraffic = async (link: ChainLink): Promise<void> => {
  const { chainId } = link.chain;
  const usdc = usdcOn(chainId);
  await link.rpc.call('anvil_setBalance', [TRAFFIC_SENDER, COINS]);
  const spenders = [spokePoolOf(chainId), stargatePool(chainId, 'USDC')?.address as Address];
  await link.send([
    ...grantCalls(usdc, TRAFFIC_SENDER, ENDOWMENT),
    ...spenders.map((spender) => ({
      from: TRAFFIC_SENDER,
      to: usdc.address as Address,
      data: encodeFunctionData({ abi: tokenAbi, functionName: 'approve', args: [spender, maxUint256] }),
    })),
  ]);
};

export interface SentCall {
  readonly hash: Hex;
  readonly amountQuoted: bigint;
}

/** Sends a planned transfer; the chain's clock mines it. Undefined when the bridge has no room for it now. */
export const sendTransfer = async (link: ChainLink, transfer: PlannedTransfer): Promise<SentCall | undefined> =>
  transfer.bridge === 'across' ? sendAcross(link, transfer) : sendStargate(link, transfer);

const send = (link: ChainLink, call: { to: Address; data: Hex; value?: bigint }): Promise<Hex> =>
  link.rpc.call<Hex>('eth_sendTransaction', [
    {
      from: TRAFFIC_SENDER,
      to: call.to,
      data: call.data,
      value: toHex(call.value ?? 0n),
      gas: GAS,
      maxFeePerGas: MAX_FEE_PER_GAS,
      maxPriorityFeePerGas: '0x0',
    },
  ]);

const sendAcross = async (link: ChainLink, transfer: PlannedTransfer): Promise<SentCall> => {
  const { originChainId, destinationChainId, recipient, amountIn, expires } = transfer;
  const { timestamp } = await link.rpc.call<{ timestamp: Hex }>('eth_getBlockByNumber', ['latest', false]);
  const nowS = Number(timestamp);
  const amountQuoted = amountIn - (amountIn * ACROSS_FEE_PPM) / MILLION;
  const deadline = nowS + (expires ? SHORT_DEADLINE_S : FILL_DEADLINE_S);
  const data = encodeFunctionData({
    abi: spokePoolAbi,
    functionName: 'depositV3',
    args: [
      recipient,
      recipient,
      usdcOn(originChainId).address as Address,
      usdcOn(destinationChainId).address as Address,
      amountIn,
      amountQuoted,
      BigInt(destinationChainId),
      expires ? NOBODY : ANYBODY,
      nowS,
      deadline,
      expires ? deadline + 1 : 0,
      '0x',
    ],
  });
  return { hash: await send(link, { to: spokePoolOf(originChainId), data }), amountQuoted };
};

const sendStargate = async (link: ChainLink, transfer: PlannedTransfer): Promise<SentCall | undefined> => {
  const pool = stargatePool(transfer.originChainId, 'USDC')?.address as Address;
  const sendParam = {
    dstEid: stargateOn(transfer.destinationChainId).eid,
    to: pad(transfer.recipient),
    amountLD: transfer.amountIn,
    minAmountLD: 0n,
    extraOptions: '0x',
    composeMsg: '0x',
    oftCmd: transfer.bridge === 'stargate-bus' ? bus.oftCmd : taxi.oftCmd,
  } as const;
  const ask = async (data: Hex) => link.rpc.call<Hex>('eth_call', [{ from: TRAFFIC_SENDER, to: pool, data }, 'latest']);
  const [, , receipt] = decodeFunctionResult({
    abi: poolAbi,
    functionName: 'quoteOFT',
    data: await ask(encodeFunctionData({ abi: poolAbi, functionName: 'quoteOFT', args: [sendParam] })),
  });
  // Above what a path has room for, the pool quotes what it can take instead of refusing.
  if (receipt.amountSentLD < transfer.amountIn) return undefined;
  const exact = { ...sendParam, minAmountLD: receipt.amountReceivedLD };
  const fee = decodeFunctionResult({
    abi: poolAbi,
    functionName: 'quoteSend',
    data: await ask(encodeFunctionData({ abi: poolAbi, functionName: 'quoteSend', args: [exact, false] })),
  });
  const data = encodeFunctionData({ abi: poolAbi, functionName: 'send', args: [exact, fee, TRAFFIC_SENDER] });
  return { hash: await send(link, { to: pool, data, value: fee.nativeFee }), amountQuoted: receipt.amountReceivedLD };
};
