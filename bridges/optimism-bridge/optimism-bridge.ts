import { createOpStackBridge } from '../_opstack/create-op-stack-bridge.ts';
import { contracts } from './contracts.ts';

/** OP Mainnet's own bridge behind the port. */
export const optimismBridge = createOpStackBridge(contracts);
