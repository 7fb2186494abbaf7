import { z } from 'zod';

/** Base units: a decimal string, no sign, no leading zero, below 2^256. */
export const amountString = z
  .string()
  .regex(/^(0|[1-9]\d{0,77})$/)
  .meta({ description: 'Base units as a decimal string', examples: ['1000000000'] });

/** A USD estimate. */
export const usdString = z
  .string()
  .regex(/^-?\d+\.\d{6}$/)
  .meta({ description: 'USD, an estimate, as a decimal string', examples: ['0.421337'] });

export const timestamp = z.iso
  .datetime({ precision: 3 })
  .meta({ description: 'RFC 3339 with milliseconds, UTC', examples: ['2026-11-20T12:00:00.000Z'] });

export const assetName = z.string().meta({
  description: 'chain:SYMBOL, canonical on the way out; chain id and 0xaddress are accepted on the way in',
  examples: ['ethereum:USDC'],
});

export const scorePart = z.number().min(0).max(100);

export const PRESETS = ['best', 'cheapest', 'fastest', 'safest'] as const;
export const preset = z.enum(PRESETS).meta({ description: 'A named set of weights' });
export type Preset = z.infer<typeof preset>;
