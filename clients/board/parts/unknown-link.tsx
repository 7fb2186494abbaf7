import type { BoardView } from '../model/board-view.ts';
import { chainNameOf, type World } from '../model/corridor-map.ts';
import { tokenText } from '../model/token-text.ts';

interface Props {
  readonly world: World;
  readonly view: BoardView;
  /** What the link asked for, as it was written; undefined where that is shown. */
  readonly unknown: string | undefined;
}

/** Says that a link asked for another book than the one that is shown. */
export const UnknownLink = ({ world, view, unknown }: Props) =>
  unknown === undefined ? null : (
    <p className="unknown-link" role="status" data-unknown-link={unknown}>
      The link’s <code>{unknown}</code> is not known here. Showing {tokenText(world, view.amountIn, view.from)} from{' '}
      {chainNameOf(world, view.from)} to {chainNameOf(world, view.to)}.
    </p>
  );
