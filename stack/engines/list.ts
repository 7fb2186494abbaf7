import { clickhouse } from './clickhouse.ts';
import type { Engine } from './engine.ts';
import { kafka } from './kafka.ts';
import { redis } from './redis.ts';
import { registry } from './registry.ts';

/** Every engine of the stack. */
export const ENGINES: readonly Engine[] = [kafka, registry, redis, clickhouse];
