import type { FigureData, FigureName } from '@latentsweep/figures';
import type { KnownSweep, Reading } from '@latentsweep/store';
import type { FigureServices } from './services.ts';

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

export type DataOf<Name extends FigureName> = Extract<FigureData, { figure: Name }>;

/** Reads the data of a figure. */
export type Gather<Name extends FigureName> = (
  store: Reading,
  sweep: KnownSweep,
  wish: FigureWish,
  services?: FigureServices,
) => Promise<DataOf<Name>>;
