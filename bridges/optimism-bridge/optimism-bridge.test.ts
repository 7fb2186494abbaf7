import { describeOpStack } from '../_opstack/testing/describe-op-stack.ts';
import { contracts } from './contracts.ts';
import { optimismBridge } from './optimism-bridge.ts';

describeOpStack(optimismBridge, contracts);
