import { z } from 'zod';
import { TRANSFER_STEPS } from '#core/domain/transfer-step.ts';
import { amountString, timestamp } from './primitives.ts';
import { SLIPPAGE_BPS_MAX } from './rest.ts';

export const transactionRequest = z
  .strictObject({
    sender: z.string().meta({ description: 'Who signs and pays; checksummed or in lower case' }),
    recipient: z.string().optional().meta({ description: 'Who receives on the destination chain; the sender when left out' }),
    slippageBps: z.int().min(0).max(SLIPPAGE_BPS_MAX).optional().meta({
      description: 'Accepts so many basis points less than the route’s amountOut; when left out, the route’s minAmountOut is accepted',
    }),
    depositAddress: z.boolean().optional().meta({
      description:
        'Asks for a plain transfer to an address that the bridge’s vendor names, in place of a call of its contract. Only Relay has such addresses; a route of another bridge is refused with it. That the address is the vendor’s is the vendor’s word alone',
    }),
  })
  .meta({ id: 'TransactionRequest', description: 'Who sends what a route carries' });

const decimal = z
  .string()
  .regex(/^(0|[1-9]\d{0,77})$/)
  .meta({ description: 'A whole number, in decimal' });
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);

/** What a wallet signs, EIP-1559. */
export const unsignedTransaction = z
  .object({
    to: address,
    data: z.string().regex(/^0x(?:[0-9a-f]{2})*$/),
    value: decimal.meta({ description: 'Wei of the native coin' }),
    chainId: decimal.meta({ description: 'EIP-155 id' }),
    gas: decimal.meta({ description: 'Gas limit: the estimate and a fifth' }),
    maxFeePerGas: decimal.meta({ description: 'Wei a unit of gas: twice the base fee of the newest block, and the tip' }),
    maxPriorityFeePerGas: decimal.meta({ description: 'Wei a unit of gas' }),
    nonce: decimal.meta({ description: 'A suggestion: the sender’s next, transactions that wait in the pool counted' }),
  })
  .meta({ id: 'UnsignedTransaction', description: 'An EIP-1559 transaction to sign' });

/**
 * How far the deposit was tried out. AS_IS: as it will be sent. WITH_ALLOWANCE: with the allowance that the approval will give.
 * NOT_POSSIBLE: the chain's node cannot assume an allowance, so the gas is what such deposits usually take; ask again once the approval is mined.
 */
export const SIMULATIONS = ['AS_IS', 'WITH_ALLOWANCE', 'NOT_POSSIBLE'] as const;

export const transactionResponse = z
  .object({
    routeId: z.string(),
    amountOut: amountString.meta({ description: 'What arrives, base units of the to-asset' }),
    minAmountOut: amountString.meta({ description: 'The least that may arrive: the calldata enforces it' }),
    validUntil: timestamp.meta({ description: 'Sign and send before; ask again after' }),
    approval: unsignedTransaction
      .optional()
      .meta({ description: 'To be sent first; absent where the allowance suffices or none is needed' }),
    deposit: unsignedTransaction,
    depositAddress: z
      .object({
        address: address.meta({ description: 'Where the deposit goes, for this request alone: send the exact amount, once' }),
        requestId: z.string().meta({ description: 'What the vendor calls the request' }),
        saidBy: z.string().meta({ description: 'Whose word it is that the address belongs to the request' }),
        provenOnChain: z.literal(false).meta({ description: 'No contract says whose the address is' }),
      })
      .optional()
      .meta({ description: 'Only where one was asked for: the deposit is a plain transfer of the exact amount to it' }),
    simulation: z.enum(SIMULATIONS).meta({ description: 'How the deposit was tried out before it was handed over' }),
  })
  .meta({ id: 'TransactionResponse', description: 'What to sign for a route' });

const step = z.enum(TRANSFER_STEPS);

export const stepRequest = z
  .strictObject({
    sender: z.string().meta({ description: 'Who signs and pays the gas; checksummed or in lower case' }),
    step: step.optional().meta({
      description:
        'The next of the transfer’s userSteps when left out. `cancel` has to be named, and a claim that its transfer does not announce',
    }),
  })
  .meta({ id: 'StepRequest', description: 'Who signs which step of a transfer' });

export const stepResponse = z
  .object({
    transferKey: z.string(),
    step,
    validUntil: timestamp.meta({ description: 'Sign and send before; ask again after: fees and the nonce are of now' }),
    transaction: unsignedTransaction,
  })
  .meta({ id: 'StepResponse', description: 'What to sign for a step of a transfer' });

export type StepJson = z.infer<typeof stepResponse>;
export type UnsignedTransactionJson = z.infer<typeof unsignedTransaction>;
export type TransactionJson = z.infer<typeof transactionResponse>;
export type Simulation = TransactionJson['simulation'];
