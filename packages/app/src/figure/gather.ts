import type { FigureData, FigureName } from '@latentsweep/figures';
import type { KnownSweep, Reading } from '@latentsweep/store';

/** Which figure, of what. */
export interface FigureWish {
  readonly figure: FigureName;
  /** The sweep's own metric by default. */
  readonly by?: string | undefined;
  readonly where?: string | undefined;
  /** A config's hash, or the first characters of it; the best one by default. */
  readonly config?: string | undefined;
  /** Parameters, as in the sweep file or as columns: those of a slice, the two of a contour. The most important by default. */
  readonly parameters?: readonly string[] | undefined;
  readonly split?: 'test' | 'validation' | undefined;
}

/**
 * Reads what a figure shows. Throws InputError `unknown_metric`, `bad_where`, `unknown_config`, `unknown_parameter`,
 * `nothing_to_draw`.
 *
 *     draw(await gatherFigure(store, sweep, { figure: 'history' }), { width: 640, height: 360 })
 */
export async function gatherFigure(store: Reading, sweep: KnownSweep, wish: FigureWish): Promise<FigureData> {
  const gather = GATHER[wish.figure];
  if (!gather) throw new Error(`The figure ${wish.figure} is not made yet.`);
  return gather(store, sweep, wish);
}

type Gather = (store: Reading, sweep: KnownSweep, wish: FigureWish) => Promise<FigureData>;

/** One file a figure, in this folder. */
const GATHER: { readonly [Name in FigureName]?: Gather } = {};
