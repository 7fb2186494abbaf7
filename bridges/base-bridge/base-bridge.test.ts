import { describeOpStack } from '../_opstack/testing/describe-op-stack.ts';
import { baseBridge } from './base-bridge.ts';
import { contracts } from './contracts.ts';

describeOpStack(baseBridge, contracts);
