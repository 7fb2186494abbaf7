import { z } from 'zod';
import type { SimnetBridge } from '../_kit/simnet-bridge.ts';
import { createHopApi, createHopAssets } from './hop-api.ts';
import { configureHop, endowBonder, hopConstructions } from './hop-contracts.ts';
import { findAttestations, findBonds, findMessages } from './hop-relayers.ts';

const quoteShape = z.looseObject({ estimatedRecieved: z.string() });

/** Hop: bridges, pools and HopCCTP, all stand-ins written here; a bonder; the chains' messengers and Circle's attester; and its API. */
export const hopWorld: SimnetBridge = {
  id: 'hop',
  constructions: hopConstructions,
  configure: configureHop,
  upstream: {
    apis: { hop: createHopApi, 'hop-assets': createHopAssets },
    errorBody: () => ({ error: 'Internal server error' }),
    quoteFaults: {
      'ten-times': (answer) => {
        const told = quoteShape.safeParse(answer.body);
        return told.success ? { ...answer, body: { ...told.data, estimatedRecieved: `${told.data.estimatedRecieved}0` } } : answer;
      },
    },
    drains: true,
  },
  relayers: [
    { name: 'hop-bonder', roundMs: 1_000, find: findBonds, endow: endowBonder },
    { name: 'hop-messenger', roundMs: 2_000, find: findMessages, endow: async () => {} },
    { name: 'hop-circle', roundMs: 2_000, find: findAttestations, endow: async () => {} },
  ],
};
