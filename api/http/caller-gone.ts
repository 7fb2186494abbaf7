/** Whoever asked left in the middle of the request: nobody hears an answer, and nothing of ours has failed. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone';
}
