import { contracts } from '#bridges/optimism-bridge/contracts.ts';
import { createOpStackWorld } from '../_opstack/op-stack-world.ts';

export const optimismBridgeWorld = createOpStackWorld(contracts);
