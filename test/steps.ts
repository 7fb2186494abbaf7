/** What `npm test` does, in order: cheap and telling first. A step is an npm script. */
export interface Step {
  readonly name: string;
  readonly script: string;
  /** Runs vitest, so that its tests are counted. */
  readonly tests: boolean;
}

export const STEPS: readonly Step[] = [
  { name: 'types', script: 'check:types', tests: false },
  { name: 'lint', script: 'check:lint', tests: false },
  { name: 'layers', script: 'check:layers', tests: false },
  { name: 'unused', script: 'check:unused', tests: false },
  { name: 'generated', script: 'check:generated', tests: false },
  { name: 'unit', script: 'test:unit', tests: true },
  { name: 'integration', script: 'test:integration', tests: true },
  { name: 'e2e', script: 'test:e2e', tests: true },
];
