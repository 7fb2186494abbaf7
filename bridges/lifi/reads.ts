import { corridorById, corridorOf } from '#core/domain/corridor.ts';
import type { QuoteQuestion, RecordedRead, TransferReference } from '../_kit/port.ts';
import { vendorAsset } from '../_kit/vendor-asset.ts';
import { advancedRoutes } from './advanced-routes.ts';
import { corridors } from './corridors.ts';
import { quote } from './quote.ts';
import { routes, type Step, status as statusSchema, step as stepSchema } from './schemas.ts';
import { status } from './status.ts';

/** Every step repeats what it is a step of. */
const questionOf = ({ action }: Step): QuoteQuestion | undefined => {
  const from = vendorAsset(action.fromToken);
  const to = vendorAsset(action.toToken);
  if (from === undefined || to === undefined || from.id === to.id || action.fromAmount <= 0n) return undefined;
  return { corridor: corridorOf(from, to), amountIn: action.fromAmount };
};

const ofStep = (json: unknown): QuoteQuestion | undefined => {
  const parsed = stepSchema.safeParse(json);
  return parsed.success ? questionOf(parsed.data) : undefined;
};

/** That there are no routes is read alike whatever was asked. */
const anyQuestion = (): QuoteQuestion | undefined => {
  const corridor = corridorById('ethereum:USDC>optimism:USDC');
  return corridor && { corridor, amountIn: 1n };
};

const ofRoutes = (json: unknown): QuoteQuestion | undefined => {
  const parsed = routes.safeParse(json);
  if (parsed.success && parsed.data.routes.length === 0) return anyQuestion();
  const only = parsed.success ? parsed.data.routes.find(({ steps }) => steps.length === 1)?.steps[0] : undefined;
  return only && questionOf(only);
};

const transfer = (json: unknown): TransferReference | undefined => {
  const parsed = statusSchema.safeParse(json);
  const sending = parsed.success ? parsed.data.sending : undefined;
  return sending?.txHash && sending.chainId ? { originChainId: sending.chainId, transactionHash: sending.txHash } : undefined;
};

export const reads: Readonly<Record<string, RecordedRead>> = {
  quote: { gives: 'quote', question: ofStep, read: quote },
  step: { gives: 'quote', question: ofStep, read: quote },
  'advanced-routes': { gives: 'quote', question: ofRoutes, read: advancedRoutes },
  routes: { gives: 'quote', question: ofRoutes, read: advancedRoutes },
  status: { gives: 'transfer', transfer, read: status },
  tokens: { gives: 'corridors', read: corridors },
};
