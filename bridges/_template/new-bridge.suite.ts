import { describeConformance, describeReadings } from '../_kit/conformance.ts';
import { newBridge } from './new-bridge.ts';

// Each part fails until it is written, and says so. `describeEvents` joins when the contracts are known.

describeConformance({ bridge: newBridge, nowMs: Date.UTC(2026, 0, 1), answers: [], failures: [], corridors: [] });

describeReadings(newBridge, new URL('fixtures/', import.meta.url), {});
