import { isSimnet, type World } from '../model/corridor-map.ts';

/** How a route becomes a transfer, in the world that the board looks at. */
export const TakePanel = ({ world }: { world: World }) => (
  <section className="panel" aria-label="Taking a route">
    <h2 className="panel-title">Take a route</h2>
    <p className="panel-says">
      {isSimnet(world) ? (
        <>
          <strong>Send</strong> signs with a test wallet of this simnet, here in your browser, and follows the money to its end.
        </>
      ) : (
        <>
          The API hands out the transaction, tried out and ready to sign by your own wallet:{' '}
          <code>POST /api/v1/routes/{'{routeId}'}/transaction</code>. No key is ever asked for. <a href="/docs">How to</a>
        </>
      )}
    </p>
  </section>
);
