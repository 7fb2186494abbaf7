import { expect, test } from 'vitest';
import { requireTimely } from './require-timely.ts';

test('books that are late by half a quote’s life are not compared', () => {
  expect(() => requireTimely(14_999)).not.toThrow();
  expect(() => requireTimely(15_000)).toThrow('The ranker could not keep up: its books were 15.0 s of history late');
  expect(() => requireTimely(30_000)).toThrow('Take a lower --speed.');
});
