import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { expect, test } from 'vitest';
import { claimPorts } from '#test/support/test-ports.ts';
import { createPortFinder, isPortFree } from './ports.ts';
import { requireConfig, requirePort, requireSpace } from './preflight.ts';

test('a disk with too little room is refused with the figures', () => {
  expect(() => requireSpace(tmpdir(), () => 312)).toThrow(/Only 312 MB are free under .* wants 1000: make room/);
  expect(() => requireSpace(tmpdir(), () => 1_000)).not.toThrow();
});

test('a wrong variable is refused by name', () => {
  expect(() => requireConfig({ QUOTE_TIMEOUT_MS: 'soon' })).toThrow(/^QUOTE_TIMEOUT_MS=soon: /);
  expect(() => requireConfig({})).not.toThrow();
});

test('a bridge that nobody knows is refused with those that are known', () => {
  expect(() => requireConfig({ ROUTEBOOK_BRIDGES: 'across,nope' })).toThrow(/^ROUTEBOOK_BRIDGES names "nope"; known are across, /);
});

test('a port in use is refused with the flag that names another, and passed over when nobody named it', async () => {
  const taken = await claimPorts(3);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(taken, '127.0.0.1', resolve));
  expect(await isPortFree(taken)).toBe(false);
  await expect(requirePort(taken, '--port')).rejects.toThrow(
    `Port ${taken} is in use: stop what listens there, or choose another with --port.`,
  );
  expect(await createPortFinder(taken)(2)).not.toContain(taken);
  await new Promise((resolve) => server.close(resolve));
  await expect(requirePort(taken, '--port')).resolves.toBeUndefined();
});
