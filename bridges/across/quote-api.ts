import type { VendorChoice } from '../_kit/bridge-manifest.ts';
import type { BridgeContext } from '../_kit/port.ts';

/** Which of Across's two APIs is asked; both tell of the same deposit. The first is what is asked unless the other is chosen. */
export const QUOTE_API: VendorChoice = {
  variable: 'ACROSS_QUOTE_API',
  values: ['suggested-fees', 'swap-approval'],
  about:
    'Which API of Across is asked for quotes and deposits: GET /suggested-fees, or the newer GET /swap/approval with GET /limits beside it',
};

/** Whether GET /swap/approval is asked. */
export const asksSwapApproval = ({ choices }: BridgeContext): boolean => choices?.[QUOTE_API.variable] === 'swap-approval';

/** What a path that is gone is answered with. */
const GONE: ReadonlySet<number> = new Set([404, 410]);

/** When a way to quote has been taken out of service: what to do. The other is not asked instead by itself (docs/decisions/0042). */
export const wayOut = (path: string, status: number): string | undefined => {
  const [gone] = path.split('?');
  const other = { '/suggested-fees': 'swap-approval', '/swap/approval': 'suggested-fees' }[gone ?? ''];
  return other === undefined || !GONE.has(status)
    ? undefined
    : `HTTP ${status} from GET ${gone}: it may be out of service; ${QUOTE_API.variable}=${other} asks the other`;
};
