import { createRoot } from 'react-dom/client';
import { createFeedClient } from '#sdk/feed-client.ts';
import { FEED_PATH } from '#sdk/feed-protocol.ts';
import { createRestClient } from '#sdk/rest-client.ts';
import { Board } from './parts/board.tsx';

const { origin } = location;
const feed = createFeedClient({ url: `${origin.replace(/^http/, 'ws')}${FEED_PATH}` });
const rest = createRestClient({ url: origin });

// A device that comes back on line knows it before any back-off does.
addEventListener('online', () => feed.reconnectNow());

const root = document.getElementById('board');
if (root !== null) createRoot(root).render(<Board feed={feed} rest={rest} />);
