import { isSimnet, type World } from '../model/corridor-map.ts';

/** Why there are none, and how one is made. */
export const EmptyTransfers = ({ world }: { world: World }) => (
  <>
    <p className="empty-title">No transfer has been seen yet</p>
    {isSimnet(world) ? (
      <p>
        Press <strong>Send</strong> on a route: a wallet of the simnet signs it and you watch it arrive. For a stream of them:{' '}
        <code>npm run simnet -- traffic start --per-second 1</code>
      </p>
    ) : (
      <p>
        Every transfer of the bridges in use appears here as soon as its deposit is on chain. To make one, ask for its transaction:{' '}
        <code>POST /api/v1/routes/{'{routeId}'}/transaction</code>
      </p>
    )}
  </>
);
