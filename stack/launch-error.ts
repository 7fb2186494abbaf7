/** What stops a launch, as one sentence that says what to do. Shown without a stack; the exit code is 1. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
}
