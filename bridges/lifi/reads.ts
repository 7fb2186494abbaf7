import { issueOf } from '../_kit/fields.ts';
import type { RecordedRead, TransferReference } from '../_kit/port.ts';
import { questionTold } from '../_kit/question-told.ts';
import type { QuoteQuestion } from '../_kit/quote-question.ts';
import { advancedRoutes } from './advanced-routes.ts';
import { corridors } from './corridors.ts';
import { quote } from './quote.ts';
import { routes, type Step, status as statusSchema, step as stepSchema } from './schemas.ts';
import { status } from './status.ts';

/** Every step repeats what it is a step of. */
const questionOf = ({ action }: Step): QuoteQuestion | string => questionTold(action.fromToken, action.toToken, action.fromAmount);

const ofStep = (json: unknown): QuoteQuestion | string => {
  const parsed = stepSchema.safeParse(json);
  return parsed.success ? questionOf(parsed.data) : `/quote: ${issueOf(parsed.error)}`;
};

/** A route of several transactions repeats it as a whole. Without any route nothing does. */
const ofRoutes = (json: unknown): QuoteQuestion | string | undefined => {
  const parsed = routes.safeParse(json);
  if (!parsed.success) return `/advanced/routes: ${issueOf(parsed.error)}`;
  const only = parsed.data.routes.find(({ steps }) => steps.length === 1)?.steps[0];
  if (only !== undefined) return questionOf(only);
  const [first] = parsed.data.routes;
  return first && questionTold(first.fromToken, first.toToken, first.fromAmount);
};

/** For an answer that does not say where the transfer starts; its chain only speeds a question up. */
const UNTOLD_CHAIN = 0;

const transfer = (json: unknown): TransferReference | undefined => {
  const parsed = statusSchema.safeParse(json);
  const sending = parsed.success ? parsed.data.sending : undefined;
  return sending?.txHash ? { originChainId: sending.chainId ?? UNTOLD_CHAIN, transactionHash: sending.txHash } : undefined;
};

export const reads: Readonly<Record<string, RecordedRead>> = {
  quote: { gives: 'quote', question: ofStep, read: quote },
  step: { gives: 'quote', question: ofStep, read: quote },
  'advanced-routes': { gives: 'quote', question: ofRoutes, read: advancedRoutes },
  routes: { gives: 'quote', question: ofRoutes, read: advancedRoutes },
  status: { gives: 'transfer', transfer, read: status },
  tokens: { gives: 'corridors', read: corridors },
};
