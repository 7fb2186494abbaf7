import { encodeErrorResult, encodeFunctionResult, pad } from 'viem';
import type { RpcOutcome } from '../../_kit/network-port.ts';
import type { Recorded } from '../../_kit/play-back.ts';
import { errorsAbi, poolAbi } from '../abi.ts';

const IDLE = 1;
export const PAUSED = 3;
/** Wei for the message, or for the seat. */
export const MESSAGE_FEE = 55_000_000_000_000n;

export interface PoolSays {
  readonly status?: number;
  readonly min?: bigint;
  readonly max: bigint;
  readonly details: readonly bigint[];
  readonly sent: bigint;
  readonly received: bigint;
}

/** What a pool's three calls give, in the contracts' own encoding. */
export const poolAnswers = ({ status = IDLE, min = 1n, max, details, sent, received }: PoolSays): Recorded => {
  const quoted = [
    { minAmountLD: min, maxAmountLD: max },
    details.map((feeAmountLD) => ({ feeAmountLD, description: feeAmountLD < 0n ? 'protocol fee' : 'reward' })),
    { amountSentLD: sent, amountReceivedLD: received },
  ] as const;
  const results = [
    encodeFunctionResult({ abi: poolAbi, functionName: 'status', result: status }),
    encodeFunctionResult({ abi: poolAbi, functionName: 'quoteOFT', result: quoted }),
    encodeFunctionResult({ abi: poolAbi, functionName: 'quoteSend', result: { nativeFee: MESSAGE_FEE, lzTokenFee: 0n } }),
  ];
  return { rpc: { kind: 'results', results: results.map((data) => ({ ok: true, data })) } };
};

/** Both quotes of an idle pool revert with this. */
export const poolReverts = (errorName: (typeof errorsAbi)[number]['name'], args: readonly unknown[] = []): Recorded => {
  const data = encodeErrorResult({ abi: errorsAbi, errorName, args } as never);
  const rpc: RpcOutcome = {
    kind: 'results',
    results: [
      { ok: true, data: pad('0x01') },
      { ok: false, data },
      { ok: false, data },
    ],
  };
  return { rpc };
};
