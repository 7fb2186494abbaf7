import { memo } from 'react';
import type { TransferJson } from '#schemas/api/transfer.ts';
import { bridgeNameOf, chainNameOf, type World } from '../model/corridor-map.ts';
import { awaitedOf, deliveryOf, differenceInWords } from '../model/delivery.ts';
import { pathOfTransfer } from '../model/place.ts';
import { tokenText } from '../model/token-text.ts';
import { standingOf } from '../model/transfer-words.ts';
import { BridgeBadge } from './bridge-badge.tsx';
import { PageLink } from './page-link.tsx';
import { TransferTime } from './transfer-time.tsx';
import { TransferTrack } from './transfer-track.tsx';

interface Props {
  readonly transfer: TransferJson;
  readonly world: World;
  readonly clockAheadMs: number;
}

const chainOf = (world: World, asset: string | null): string => (asset === null ? 'unknown' : chainNameOf(world, asset));

const outcome = (world: World, transfer: TransferJson): string => {
  const { amountDelivered, to } = transfer;
  const { amount, word } = awaitedOf(transfer);
  if (amountDelivered === null) return amount === null ? 'no fill seen yet' : `${tokenText(world, amount, to, { digits: 4 })} ${word}`;
  const difference = differenceInWords(deliveryOf(transfer));
  return `${tokenText(world, amountDelivered, to, { digits: 4 })}${difference === '—' ? ' arrived' : `, ${difference}`}`;
};

/** One transfer in a line: who carries what where, how far it is, and how long it takes. The whole line leads to its page. */
export const TransferItem = memo(({ transfer, world, clockAheadMs }: Props) => {
  const { words, mood } = standingOf(transfer);
  const name = bridgeNameOf(world, transfer.bridge);
  return (
    <li
      className={`transfer transfer-${mood}`}
      data-flip={transfer.transferKey}
      data-transfer={transfer.transferKey}
      data-state={transfer.state}
    >
      <div className="transfer-who">
        <BridgeBadge id={transfer.bridge} name={name} />
        <div>
          <PageLink to={pathOfTransfer(transfer.transferKey)} className="transfer-link">
            {chainOf(world, transfer.from)} → {chainOf(world, transfer.to)}
          </PageLink>
          <p className="quiet">by {name}</p>
        </div>
      </div>
      <div className="transfer-what">
        <p className="transfer-amount">{tokenText(world, transfer.amountIn, transfer.from)}</p>
        <p className="quiet">{outcome(world, transfer)}</p>
      </div>
      <p className="transfer-standing">
        <span className={`standing standing-${mood}`}>{words}</span>
      </p>
      <TransferTrack transfer={transfer} />
      <TransferTime transfer={transfer} clockAheadMs={clockAheadMs} />
    </li>
  );
});
