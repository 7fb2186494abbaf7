import { tvlUsd } from '../world/tvl.ts';
import type { World } from '../world/world.ts';
import { type Answer, json } from './answer.ts';

/** TVL in the shape of DefiLlama's API: GET /tvl/{slug} is a bare number, an unknown slug 400 with words. Source: its OpenAPI. */
export const createDefiLlamaApi = ({ world, step }: { world: World; step: () => number }) => {
  return (path: string): Answer => {
    const slug = /^\/tvl\/([a-z0-9-]+)$/.exec(path)?.[1];
    const usd = slug === undefined ? undefined : tvlUsd(world, slug, step());
    return usd === undefined ? { status: 400, headers: { 'content-type': 'text/plain' }, body: 'Protocol not found' } : json(usd);
  };
};
