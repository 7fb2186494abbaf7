import { concatHex, type Hex, stringToHex, toHex } from 'viem';

/** Asks Circle's Forwarding Service to call receiveMessage. Source: developers.circle.com/cctp/concepts/forwarding-service. */
const MAGIC = stringToHex('cctp-forward', { size: 24 });
const FORWARD_HOOK = concatHex([MAGIC, toHex(0, { size: 4 }), toHex(0, { size: 4 })]);

/** Whether a burn asks to be forwarded. */
export const isForwarded = (hookData: string): boolean => hookData.toLowerCase().startsWith(MAGIC);

/**
 * The hook's data of a burn that we build: the request to forward it, where it is to be forwarded, and the time at which it was built, in
 * the part that Circle leaves to integrators. Nothing on the destination reads it; it tells two burns apart that are alike in all else.
 */
export const hookDataOf = ({ forwarded, builtAtMs }: { forwarded: boolean; builtAtMs: number }): Hex =>
  concatHex([...(forwarded ? [FORWARD_HOOK] : []), toHex(builtAtMs, { size: 8 })]);
