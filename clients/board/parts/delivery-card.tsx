import type { TransferJson } from '#schemas/api/transfer.ts';
import type { World } from '../model/corridor-map.ts';
import { deliveryOf, differenceInWords } from '../model/delivery.ts';
import { formatDuration } from '../model/format-duration.ts';
import { tokenText } from '../model/token-text.ts';

const secondsText = (seconds: number | null): string => (seconds === null ? '—' : formatDuration(seconds));

/** What was promised and what came: the amount to the unit, the time to the second. */
export const DeliveryCard = ({ world, transfer }: { world: World; transfer: TransferJson }) => {
  const delivery = deliveryOf(transfer);
  const { to } = transfer;
  const words = differenceInWords(delivery);
  const isExact = delivery.difference === 0n;
  return (
    <section className="panel delivery" aria-label="Quoted and delivered">
      <h2 className="panel-title">Quoted and delivered</h2>
      <table className="delivery-table">
        <thead>
          <tr>
            <td />
            <th className="label" scope="col">
              Promised
            </th>
            <th className="label" scope="col">
              Came
            </th>
            <th className="label" scope="col">
              Difference
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Amount</th>
            <td data-quoted={delivery.quoted?.toString() ?? ''}>
              {tokenText(world, delivery.quoted, to)}
              {delivery.changed !== undefined && (
                <span className="quiet" data-changed={delivery.changed.toString()}>
                  {' '}
                  (its sender agreed to {tokenText(world, delivery.changed, to)} since)
                </span>
              )}
            </td>
            <td data-delivered={transfer.amountDelivered ?? ''}>{tokenText(world, delivery.delivered, to)}</td>
            <td className={isExact ? 'good' : undefined}>
              {words}
              {delivery.difference !== undefined && !isExact && (
                <span className="quiet"> ({tokenText(world, delivery.difference, to)})</span>
              )}
            </td>
          </tr>
          <tr>
            <th scope="row">Time</th>
            <td>{secondsText(transfer.secondsPromised)}</td>
            <td>{secondsText(transfer.secondsTaken)}</td>
            <td>{paceDifference(transfer)}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
};

const paceDifference = ({ secondsPromised, secondsTaken }: TransferJson): string => {
  if (secondsPromised === null || secondsTaken === null) return '—';
  const more = secondsTaken - secondsPromised;
  if (Math.round(more) === 0) return 'to the second';
  return `${formatDuration(Math.abs(more))} ${more < 0 ? 'sooner' : 'later'}`;
};
