import { fail } from './failure.ts';

/**
 * What a part of a bridge answers until somebody has written it: a failure like any other, so that nothing crashes and the conformance suite
 * names the part. `npm run new-bridge` makes folders whose parts are all of this kind.
 */
export const notWritten = (part: string) => fail('UPSTREAM_ERROR', `${part} is not written yet`);
