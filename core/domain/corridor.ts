import { type InputError, inputError } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';
import { type Asset, assetById, parseAsset } from './asset.ts';

/** From-asset to to-asset, written `ethereum:USDC>arbitrum:USDC`. */
export interface Corridor {
  readonly id: string;
  readonly from: Asset;
  readonly to: Asset;
}

const LONGEST_CORRIDOR = 170;

export const corridorOf = (from: Asset, to: Asset): Corridor => ({ id: `${from.id}>${to.id}`, from, to });

/** A corridor from two assets as people write them. The pointers name the two fields. */
export const parseCorridorEnds = (from: string, to: string, pointers: { from: string; to: string }): Result<Corridor, InputError> => {
  const origin = parseAsset(from, pointers.from);
  if (!origin.ok) return origin;
  const destination = parseAsset(to, pointers.to);
  if (!destination.ok) return destination;
  if (origin.value.id === destination.value.id) {
    return err(inputError('SAME_ASSET', pointers.to, `from and to are both ${origin.value.id}; a corridor joins two different assets`));
  }
  return ok(corridorOf(origin.value, destination.value));
};

/** Reads `from>to` as people write it. */
export const parseCorridor = (text: string, pointer: string): Result<Corridor, InputError> => {
  const arrow = text.indexOf('>');
  if (arrow <= 0 || text.length > LONGEST_CORRIDOR) {
    return err(
      inputError(
        'INVALID_CORRIDOR',
        pointer,
        'write a corridor as from>to, for example ethereum:USDC>arbitrum:USDC (percent-encoded in a path)',
      ),
    );
  }
  return parseCorridorEnds(text.slice(0, arrow), text.slice(arrow + 1), { from: pointer, to: pointer });
};

/** The corridor with this canonical id; undefined when either asset is not listed. */
export const corridorById = (id: string): Corridor | undefined => {
  const arrow = id.indexOf('>');
  const from = assetById(id.slice(0, arrow));
  const to = assetById(id.slice(arrow + 1));
  return from && to && { id, from, to };
};

/** The key of a book: `corridor@amountIn`. */
export const bookKey = (corridor: string, amountIn: bigint): string => `${corridor}@${amountIn}`;

/** The two halves of a book's key. */
export const splitBookKey = (key: string): { corridor: string; amountIn: bigint } => {
  const at = key.lastIndexOf('@');
  return { corridor: key.slice(0, at), amountIn: BigInt(key.slice(at + 1)) };
};
