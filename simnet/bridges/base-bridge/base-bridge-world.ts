import { contracts } from '#bridges/base-bridge/contracts.ts';
import { createOpStackWorld } from '../_opstack/op-stack-world.ts';

export const baseBridgeWorld = createOpStackWorld(contracts);
