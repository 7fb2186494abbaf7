/** What `npm test` does: cheap and telling first. A step is an npm script. */
export interface Step {
  readonly name: string;
  readonly script: string;
  /** Steps of one turn run side by side; a turn begins when the one before it is over. */
  readonly turn: number;
  /** Runs vitest, so that its tests are counted. */
  readonly tests: boolean;
  /** Needs engines, contracts and a browser, which are fetched meanwhile. */
  readonly prepared?: true;
}

export const STEPS: readonly Step[] = [
  { name: 'types', script: 'check:types', turn: 1, tests: false },
  { name: 'lint', script: 'check:lint', turn: 1, tests: false },
  { name: 'layers', script: 'check:layers', turn: 1, tests: false },
  { name: 'unused', script: 'check:unused', turn: 1, tests: false },
  { name: 'generated', script: 'check:generated', turn: 1, tests: false },
  { name: 'unit', script: 'test:unit', turn: 2, tests: true },
  // Each on engines of its own; both wait for much of their time, for outages, time-outs, blocks and a browser.
  { name: 'integration', script: 'test:integration', turn: 3, tests: true, prepared: true },
  { name: 'e2e', script: 'test:e2e', turn: 3, tests: true, prepared: true },
];
