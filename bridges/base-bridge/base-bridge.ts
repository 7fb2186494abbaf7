import { createOpStackBridge } from '../_opstack/create-op-stack-bridge.ts';
import { contracts } from './contracts.ts';

/** Base's own bridge behind the port. */
export const baseBridge = createOpStackBridge(contracts);
