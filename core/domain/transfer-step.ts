import { USER_STEP_KINDS } from './user-step.ts';

/** What a user can sign for a transfer that is under way: one of its further steps, or to call it off where its bridge lets who paid do so. */
export const TRANSFER_STEPS = [...USER_STEP_KINDS, 'cancel'] as const;

export type TransferStep = (typeof TRANSFER_STEPS)[number];
