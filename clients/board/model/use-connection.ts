import { useSyncExternalStore } from 'react';
import type { FeedClient } from '#sdk/feed-client.ts';
import type { ConnectionState } from '#sdk/feed-connection.ts';

export const useConnection = (feed: FeedClient): ConnectionState => useSyncExternalStore(feed.onConnection, feed.connection);
