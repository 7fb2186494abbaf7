// Made by schemas/generate.ts from schemas/avro/notification.avsc. Edit that, then run npm run generate.

/** An event to be delivered to an account's webhook. */
export interface NotificationRecord {
  notificationId: string;
  account: string;
  type: string;
  json: Buffer;
  occurredAtMs: number;
}

export const NOTIFICATION_SCHEMA = {
  "type": "record",
  "name": "Notification",
  "namespace": "routebook",
  "doc": "An event to be delivered to an account's webhook.",
  "fields": [
    {
      "name": "notificationId",
      "type": "string"
    },
    {
      "name": "account",
      "type": "string"
    },
    {
      "name": "type",
      "type": "string"
    },
    {
      "name": "json",
      "type": "bytes"
    },
    {
      "name": "occurredAtMs",
      "type": "long"
    }
  ]
} as const;
