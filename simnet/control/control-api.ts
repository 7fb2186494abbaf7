import { z } from 'zod';
import { corridorById } from '#core/domain/corridor.ts';
import { type Answer, json } from '../upstream/answer.ts';
import { DIALS } from '../world/dial-list.ts';
import { dialTarget, isDialName } from '../world/dials.ts';
import type { DialBoard } from './dial-board.ts';
import type { FaultBoard } from './fault-board.ts';
import { FAULTS, faultRequest } from './fault-catalog.ts';
import type { FaultEffects } from './fault-effects.ts';
import { type IncidentBoard, incidentRequest } from './incident-board.ts';
import type { Planner } from './planner.ts';

interface ControlOptions {
  readonly faults: FaultBoard;
  readonly effects: FaultEffects;
  readonly dials: DialBoard;
  readonly incidents: IncidentBoard;
  readonly planner: Planner;
  /** The world as it is, or was or will be at a step. */
  readonly describeWorld: (step: number | undefined) => unknown;
  readonly nowMs: () => number;
}

interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

const dialRequest = z.strictObject({ name: z.string(), target: z.string(), value: z.number().min(0) });

const refused = (detail: string): Answer => json({ error: detail }, 400);
const issues = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'body'}: ${message}`).join('; ');
const filterOf = (query: URLSearchParams): Record<string, string> => Object.fromEntries(query);

/** The control side: faults, dials and the world, for the CLI, tests and whoever plays with the simnet. Undefined for an unknown path. */
export const createControlApi = (options: ControlOptions): ((request: ControlRequest) => Promise<Answer | undefined>) => {
  const { faults, effects, dials, incidents, planner, describeWorld, nowMs } = options;

  const addFault = async (body: unknown): Promise<Answer> => {
    const parsed = faultRequest.safeParse(body);
    if (!parsed.success) return refused(issues(parsed.error));
    const fault = faults.add(parsed.data, nowMs());
    await effects.begin(fault);
    return json(fault, 201);
  };

  const removeFaults = async (query: URLSearchParams): Promise<Answer> => {
    const removed = faults.remove(filterOf(query));
    await effects.end(removed);
    return json({ removed });
  };

  const declareIncident = (body: unknown): Answer => {
    const parsed = incidentRequest.safeParse(body);
    return parsed.success ? json(incidents.declare(parsed.data, nowMs()), 201) : refused(issues(parsed.error));
  };

  /** A pool's fee stands in a contract, so the planner writes it at once. */
  const replan = async (name: string, target: string): Promise<void> => {
    const corridor = corridorById(target);
    if (name !== 'stargate.feeBps' || corridor === undefined) return;
    await planner.planRoute(corridor.from.symbol, corridor.from.chainId, corridor.to.chainId);
  };

  const setDial = async (body: unknown): Promise<Answer> => {
    const parsed = dialRequest.safeParse(body);
    if (!parsed.success) return refused(issues(parsed.error));
    const { name, value } = parsed.data;
    if (!isDialName(name)) return refused(`no dial "${name}"; dials: ${Object.keys(DIALS).join(', ')}`);
    if (value > DIALS[name].most) return refused(`${name} is at most ${DIALS[name].most}`);
    const target = dialTarget(name, parsed.data.target);
    if (!target.ok) return refused(target.why);
    dials.set({ name, target: target.target, value });
    await replan(name, target.target);
    return json({ name, target: target.target, value });
  };

  const clearDials = async (query: URLSearchParams): Promise<Answer> => {
    const name = query.get('name') ?? undefined;
    const asked = query.get('target') ?? undefined;
    const known = name !== undefined && isDialName(name) && asked !== undefined ? dialTarget(name, asked) : undefined;
    if (known?.ok === false) return refused(known.why);
    const target = known?.target ?? asked;
    const before = dials.list();
    const cleared = dials.clear({ ...(name === undefined ? {} : { name }), ...(target === undefined ? {} : { target }) });
    const left = new Set(dials.list());
    for (const dial of before) if (!left.has(dial)) await replan(dial.name, dial.target);
    return json({ cleared });
  };

  return async ({ method, path, query, body }) => {
    switch (`${method} ${path}`) {
      case 'GET /control/faults':
        return json({ faults: faults.list(), known: FAULTS });
      case 'POST /control/faults':
        return addFault(body);
      case 'DELETE /control/faults':
        return removeFaults(query);
      case 'GET /control/dials':
        return json({ dials: dials.list(), known: DIALS });
      case 'PUT /control/dials':
        return setDial(body);
      case 'DELETE /control/dials':
        return clearDials(query);
      case 'GET /control/incidents':
        return json({ incidents: incidents.list() });
      case 'POST /control/incidents':
        return declareIncident(body);
      case 'DELETE /control/incidents':
        return json({ resolved: incidents.resolve(query.get('bridge') ?? undefined, nowMs()) });
      case 'GET /control/world': {
        const step = query.get('step');
        if (step !== null && !/^\d{1,12}$/.test(step)) return refused('step: a whole number');
        return json(describeWorld(step === null ? undefined : Number(step)));
      }
      default:
        return undefined;
    }
  };
};
