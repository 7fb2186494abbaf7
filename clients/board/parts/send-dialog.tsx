import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RouteJson } from '#schemas/api/route.ts';
import type { FeedClient } from '#sdk/feed-client.ts';
import type { RestClient } from '#sdk/rest-client.ts';
import { bridgeNameOf, chainNameOf, slugOf, symbolOf, type World } from '../model/corridor-map.ts';
import { go, pathOfTransfer } from '../model/place.ts';
import type { SendStep } from '../model/send-transfer.ts';
import type { SendFault } from '../model/send-words.ts';
import { stepsInWords } from '../model/step-words.ts';
import { tokenText } from '../model/token-text.ts';
import { useBuilt } from '../model/use-built.ts';
import { useSending } from '../model/use-sending.ts';
import { useWallets } from '../model/use-wallets.ts';
import { createChainNode } from '../wallet/chain-node.ts';
import { SigningFacts } from './signing-facts.tsx';
import { WalletChoice } from './wallet-choice.tsx';

interface Props {
  readonly feed: FeedClient;
  readonly rest: RestClient;
  readonly world: World;
  readonly route: RouteJson;
  readonly from: string;
  readonly to: string;
  readonly onClose: () => void;
}

const STEPS: Readonly<Record<SendStep, string>> = {
  approving: 'The approval is signed and sent; waiting for its block…',
  'asking-anew': 'Approved. Asking what the deposit is now…',
  depositing: 'The deposit is signed and sent; waiting for its block…',
};

/** What to do about a fault besides going back. */
const FaultNote = ({ fault, onAgain }: { fault: SendFault; onAgain: () => void }) => (
  <div className="send-fault" role="alert" data-fault={fault.wayOut}>
    <p>{fault.says}</p>
    {fault.wayOut === 'again' && (
      <button type="button" className="button button-small" onClick={onAgain}>
        Ask anew
      </button>
    )}
  </div>
);

const useSendOrder = ({ feed, rest, world, route, from, to }: Omit<Props, 'onClose'>) => {
  const chain = world.chains.get(slugOf(from));
  const asset = world.assets.get(from);
  const nativeSymbol = chain?.nativeSymbol ?? 'ETH';
  const place = useMemo(
    () => ({ chain: chain?.name ?? slugOf(from), symbol: symbolOf(from), nativeSymbol }),
    [chain?.name, from, nativeSymbol],
  );
  const node = useMemo(() => createChainNode(chain?.rpcUrl ?? ''), [chain?.rpcUrl]);
  const now = useCallback(() => Date.now() + feed.clockAheadMs(), [feed]);
  const [attempt, setAttempt] = useState(0);
  const [picked, setPicked] = useState<string>();
  const wallets = useWallets({ node, token: asset?.address ?? '', place, attempt });
  const amountIn = BigInt(route.legs[0]?.amountIn ?? 0);
  const list = wallets.phase === 'ready' ? wallets.wallets : [];
  const wallet = list.find(({ address }) => address === picked) ?? list.find(({ balance }) => balance >= amountIn) ?? list[0];
  const onSent = useCallback((hash: string) => go(pathOfTransfer(hash)), []);
  const sending = useSending(onSent);
  const isHeld = sending.state.phase === 'under-way';
  const built = useBuilt({ rest, routeId: route.routeId, sender: wallet?.address, place, now, isHeld });
  const askAgain = () => {
    sending.forget();
    setAttempt((count) => count + 1);
    built.askAgain();
  };
  const choose = (address: string) => {
    sending.forget();
    setPicked(address);
  };
  return {
    asset: { symbol: symbolOf(from), decimals: asset?.decimals ?? 0 },
    to,
    place,
    node,
    wallets,
    list,
    wallet,
    sending,
    isHeld,
    built,
    askAgain,
    choose,
  };
};

/** Signs a route with one of the simnet's wallets: what is signed, by whom, what happens, and what went wrong. */
export const SendDialog = (props: Props) => {
  const { feed, world, route, from, to, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const order = useSendOrder(props);
  const { place, node, wallets, list, wallet, sending, isHeld, built } = order;
  useEffect(() => dialog.current?.showModal(), []);

  const shown = built.state.phase === 'ready' ? built.state.built : undefined;
  const fault =
    sending.state.phase === 'failed'
      ? sending.state.fault
      : wallets.phase === 'failed'
        ? wallets.fault
        : built.state.phase === 'failed'
          ? built.state.fault
          : undefined;
  const steps = stepsInWords(route);
  const canSign = shown !== undefined && wallet !== undefined && sending.state.phase === 'idle';
  const sign = () => {
    if (canSign) void sending.send({ built: shown, wallet, node, place, buildAnew: () => built.build() });
  };

  return (
    <dialog
      ref={dialog}
      className="send"
      aria-labelledby="send-title"
      onClose={onClose}
      // What was handed over is not taken back by closing: the way to it would be lost.
      onCancel={(event) => isHeld && event.preventDefault()}
    >
      <h2 id="send-title" className="send-title">
        Send {tokenText(world, route.legs[0]?.amountIn, from)} to {chainNameOf(world, to)}
      </h2>
      <p className="quiet">
        from {place.chain} by {route.legs.map(({ venue }) => bridgeNameOf(world, venue)).join(' + ')}
        {steps !== undefined && `; later you ${steps}, before it arrives`}
      </p>
      <WalletChoice
        wallets={list}
        chosen={wallet?.address}
        asset={order.asset}
        nativeSymbol={place.nativeSymbol}
        disabled={isHeld}
        onChoose={order.choose}
      />
      <SigningFacts world={world} built={shown} from={from} to={to} nativeSymbol={place.nativeSymbol} clockAheadMs={feed.clockAheadMs()} />
      <div className="send-says">
        {fault !== undefined && <FaultNote fault={fault} onAgain={order.askAgain} />}
        <p role="status">{sending.state.phase === 'under-way' ? STEPS[sending.state.step] : ''}</p>
      </div>
      <div className="send-buttons">
        <button type="button" className="button" disabled={isHeld} onClick={() => dialog.current?.close()}>
          Back
        </button>
        <button type="button" className="button button-strong" disabled={!canSign} onClick={sign}>
          {shown?.approval === undefined ? 'Sign and send' : 'Approve, sign and send'}
        </button>
      </div>
    </dialog>
  );
};
