/** What `npm test` does, in order: cheap and telling first, and of those that run side by side the longest. A step is an npm script. */
export interface Step {
  readonly name: string;
  readonly script: string;
  /** Runs vitest, so that its tests are counted. */
  readonly tests: boolean;
  /** Needs engines, contracts and a browser, which are fetched meanwhile. Such a step has the machine for itself; the others run side by side. */
  readonly prepared?: true;
}

export const STEPS: readonly Step[] = [
  { name: 'unit', script: 'test:unit', tests: true },
  { name: 'types', script: 'check:types', tests: false },
  { name: 'lint', script: 'check:lint', tests: false },
  { name: 'layers', script: 'check:layers', tests: false },
  { name: 'unused', script: 'check:unused', tests: false },
  { name: 'generated', script: 'check:generated', tests: false },
  { name: 'integration', script: 'test:integration', tests: true, prepared: true },
  { name: 'e2e', script: 'test:e2e', tests: true, prepared: true },
];
