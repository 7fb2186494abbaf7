import type { SimnetBridge } from '../_kit/simnet-bridge.ts';
import { findCheckpoints } from './checkpoints.ts';
import { configurePolygon } from './configure.ts';
import { polygonConstructions } from './deploy.ts';
import { createProofApi, proofError } from './proof-api.ts';
import { findStateSyncs } from './state-syncs.ts';

const nobody = async (): Promise<void> => {};

/** Polygon's own bridge: stand-ins of its contracts, and validators who carry deposits there and checkpoints back, and the API that proves burns. Exits are the user's. */
export const polygonBridgeWorld: SimnetBridge = {
  id: 'polygon-bridge',
  constructions: polygonConstructions,
  configure: configurePolygon,
  upstream: { apis: { 'polygon-proofs': createProofApi }, errorBody: (status) => proofError(status, 'Internal Server Error').body },
  relayers: [
    { name: 'polygon-bridge-validators', roundMs: 2_000, find: findStateSyncs, endow: nobody },
    { name: 'polygon-bridge-checkpoints', roundMs: 5_000, find: findCheckpoints, endow: nobody },
  ],
};
