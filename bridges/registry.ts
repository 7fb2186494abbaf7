import type { Bridge } from './_kit/port.ts';
import { across } from './across/across.ts';
import { hop } from './hop/hop.ts';
import { relay } from './relay/relay.ts';
import { stargate } from './stargate/stargate.ts';

/** Every bridge that Routebook knows. ROUTEBOOK_BRIDGES says which of them are in use. */
export const BRIDGES: readonly Bridge[] = [across, stargate, relay, hop];
