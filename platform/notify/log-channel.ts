import { type Channel, headline } from '#core/alerts/channel.ts';
import { ok } from '#core/result.ts';
import type { Logger } from '../telemetry/logger.ts';

/** Notices as lines of the service's own log: always set up. */
export const createLogChannel = (logger: Logger): Channel => ({
  name: 'log',
  tell: async (notice) => {
    const { told, incident } = notice;
    const { rule, subject, severity, id } = incident;
    logger[told === 'open' && severity !== 'info' ? 'warn' : 'info'](
      { alert: told, rule, subject, severity, incident: id },
      headline(notice),
    );
    return ok(null);
  },
});
