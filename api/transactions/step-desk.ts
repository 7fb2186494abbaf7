import type { Bridge } from '#bridges/_kit/port.ts';
import type { StepTransaction } from '#bridges/_kit/to-sign.ts';
import { inputError } from '#core/errors.ts';
import { err, ok, type Result } from '#core/result.ts';
import type { StepJson } from '#schemas/api/transaction.ts';
import type { TransferJson } from '#schemas/api/transfer.ts';
import type { Refusal } from '../http/reply.ts';
import type { TransferFinder } from '../transfers/transfer-finder.ts';
import { isTransactionHash } from '../transfers/transfer-id.ts';
import { type ChosenStep, chooseStep } from './choose-step.ts';
import type { DeskDeps } from './desk-deps.ts';
import { createPrepare } from './prepare.ts';
import { refusalOfPause, refuse } from './refusal.ts';
import { refusalOfStep, WAYS_OF_STEP } from './step-refusal.ts';
import type { StepWish } from './step-wish.ts';

export interface StepDesk {
  /** What to sign for a step of a transfer (by key, or by a transaction of either side or of a step), tried out, or why there is nothing. */
  build(id: string, wish: StepWish): Promise<Result<StepJson, Refusal>>;
}

export interface StepDeskDeps extends DeskDeps {
  readonly finder: TransferFinder;
}

/** What is built does not lapse by itself; its fees and nonce are of now. */
const VALID_MS = 30_000;

const OUT_OF_REACH: Refusal = {
  code: 'NOT_READY',
  detail: 'the transfers are out of reach right now; try again in a few seconds',
  retryAfterSeconds: 2,
};

export const createStepDesk = (deps: StepDeskDeps): StepDesk => {
  const { context, finder, pauses, bridgeTimeoutMs, chainTimeoutMs, logger } = deps;
  const { now } = context;
  const bridges = new Map(deps.bridges.map((bridge) => [bridge.manifest.id, bridge]));
  const prepare = createPrepare(deps.node);

  const find = async (id: string): Promise<Result<TransferJson, Refusal>> => {
    const { value, historyAway } = isTransactionHash(id) ? await finder.byTransaction(id) : await finder.byKey(id);
    const found = Buffer.isBuffer(value) ? (JSON.parse(value.toString()) as TransferJson) : value?.[0];
    if (found !== undefined) return ok(found);
    if (historyAway) return err(OUT_OF_REACH);
    return err(
      inputError('UNKNOWN_TRANSFER', '/id', `no transfer "${id.slice(0, 80)}" is known; give a transfer key or a transaction hash`),
    );
  };

  const callOf = async (
    { transferKey, bridge: bridgeId }: TransferJson,
    { step, originTransaction, originChainId, expectedAtMs }: ChosenStep,
    sender: string,
  ): Promise<Result<{ bridge: Bridge; built: StepTransaction }, Refusal>> => {
    const bridge = bridges.get(bridgeId);
    if (bridge?.stepTransaction === undefined) {
      const who = bridge === undefined ? `${bridgeId}, which is not in use here` : bridge.manifest.name;
      return err({ ...refuse('STEP_NOT_BUILT', `no ${step} is built for ${who}`, WAYS_OF_STEP), pointer: '/id' });
    }
    const { name } = bridge.manifest;
    const pausedUntilMs = pauses.untilMs(bridgeId);
    if (pausedUntilMs > 0) return err(refusalOfPause(name, pausedUntilMs - now(), 'try again when it may'));
    const built = await bridge.stepTransaction(
      { ...context, signal: AbortSignal.timeout(bridgeTimeoutMs) },
      { step, transferKey, originTransaction, originChainId, sender },
    );
    if (built.ok) return ok({ bridge, built: built.value });
    const { error } = built;
    if (error.code === 'RATE_LIMITED' && error.retryAfterMs !== null) pauses.announce(bridgeId, now() + error.retryAfterMs);
    logger.debug({ bridge: bridgeId, transferKey, step, code: error.code, detail: error.detail }, 'no step to sign');
    return err(refusalOfStep(name, error, { expectedAtMs, nowMs: now() }));
  };

  return {
    build: async (id, { sender, step: wished }) => {
      const found = await find(id).catch(() => err(OUT_OF_REACH));
      if (!found.ok) return found;
      const transfer = found.value;
      const chosen = chooseStep(transfer, wished, now());
      if (!chosen.ok) return chosen;
      const prepared = await deps.gate.run(transfer.bridge, async () => {
        const call = await callOf(transfer, chosen.value, sender);
        return call.ok ? prepare({ ...call.value, sender, ways: WAYS_OF_STEP }, AbortSignal.timeout(chainTimeoutMs)) : call;
      });
      if (!prepared.ok) return prepared;
      const { transferKey } = transfer;
      const validUntil = new Date(now() + VALID_MS).toISOString();
      return ok({ transferKey, step: chosen.value.step, validUntil, transaction: prepared.value.deposit });
    },
  };
};
