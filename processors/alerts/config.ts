import type { HttpPort } from '#bridges/_kit/network-port.ts';
import type { Channel } from '#core/alerts/channel.ts';
import type { Config } from '#platform/config.ts';
import { createLogChannel } from '#platform/notify/log-channel.ts';
import { createPagerDuty } from '#platform/notify/pagerduty.ts';
import { createSendGrid } from '#platform/notify/sendgrid.ts';
import { createStatuspage } from '#platform/notify/statuspage.ts';
import { createTelegram } from '#platform/notify/telegram.ts';
import type { Logger } from '#platform/telemetry/logger.ts';

/** The channels that the configuration sets up: the log always, a vendor's once its key and its address are there. */
export const configuredChannels = (config: Config, deps: { http: HttpPort; logger: Logger; now: () => number }): readonly Channel[] => {
  const { http, logger, now } = deps;
  const channels: Channel[] = [createLogChannel(logger)];
  const { PAGERDUTY_ROUTING_KEY, TELEGRAM_BOT_TOKEN, TELEGRAM_CHAT_ID, SENDGRID_API_KEY, STATUSPAGE_API_KEY, STATUSPAGE_PAGE_ID } = config;
  if (PAGERDUTY_ROUTING_KEY !== undefined)
    channels.push(createPagerDuty({ http, now, url: config.PAGERDUTY_API_URL, routingKey: PAGERDUTY_ROUTING_KEY }));
  if (TELEGRAM_BOT_TOKEN !== undefined && TELEGRAM_CHAT_ID !== undefined)
    channels.push(createTelegram({ http, now, url: config.TELEGRAM_API_URL, token: TELEGRAM_BOT_TOKEN, chatId: TELEGRAM_CHAT_ID }));
  if (SENDGRID_API_KEY !== undefined && config.ALERTS_EMAIL_FROM !== undefined && config.ALERTS_EMAIL_TO.length > 0) {
    const mail = { url: config.SENDGRID_API_URL, apiKey: SENDGRID_API_KEY, from: config.ALERTS_EMAIL_FROM, to: config.ALERTS_EMAIL_TO };
    channels.push(createSendGrid({ http, now, ...mail }));
  }
  if (STATUSPAGE_API_KEY !== undefined && STATUSPAGE_PAGE_ID !== undefined)
    channels.push(createStatuspage({ http, now, url: config.STATUSPAGE_API_URL, apiKey: STATUSPAGE_API_KEY, pageId: STATUSPAGE_PAGE_ID }));
  return channels;
};
