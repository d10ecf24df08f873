import { type RawBuilder, sql } from 'kysely';
import { Layout } from '../measures.ts';
import type { Sweep } from '../port.ts';
import { measureNames } from './names.ts';

/** Where each report stands among all of its program: a curve beside those of the measures. */
export const STEP = 'step';

/** The measures of a sweep that has names of its own: each is a number, and has a curve of its reports. */
class OwnLayout extends Layout {
  override readonly isOwn = true;
  override readonly early = 0;
  override readonly curves: readonly string[];
  protected override readonly array = 'own';
  override readonly curveTable = 'own_curve_rows';
  readonly #parameters: readonly string[];
  #columns: ReadonlyMap<string, string> | undefined;

  constructor(names: readonly string[], parameters: readonly string[]) {
    super(names.map((name) => ({ name, shape: 'scalar', type: 'double precision' })));
    this.curves = [STEP, ...names];
    this.#parameters = parameters;
  }

  override columnOf(name: string): string {
    this.#columns ??= new Map(
      measureNames(this.#parameters, this.scalars).map((column, i) => [this.scalars[i]!, column]),
    );
    return this.#columns.get(name) ?? name;
  }

  override columnNamed(name: string): RawBuilder<unknown> {
    return this.scalars.includes(name) ? super.columnNamed(name) : sql`null::double precision[]`;
  }

  /** It is judged and reported on the same rows: what they are, the program knows. */
  override splits(name: string) {
    return { test: name, validation: name };
  }

  override arm(): RawBuilder<string | null> {
    return sql`null::text`;
  }
}

/** What tells of a sweep whether its measures are its own. `parameters`: for those who ask for columns. */
export interface MaybeOwn extends Partial<Pick<Sweep, 'parameters'>> {
  readonly ownMeasures?: Sweep['ownMeasures'] | undefined;
}

/** The measures of a sweep: its own, or those of the store. */
export function layoutOf(layout: Layout, { ownMeasures, parameters = [] }: MaybeOwn): Layout {
  if (!ownMeasures) return layout;
  return new OwnLayout(
    ownMeasures,
    parameters.map(({ name }) => name),
  );
}

export type Judged = Pick<Sweep, 'metric' | 'ownMeasures'>;

/** The value by which a sweep's trials are judged, after an alias of `trial_rows` and a dot. */
export function validationOf(layout: Layout, sweep: Judged): RawBuilder<number | null> {
  const own = layoutOf(layout, sweep);
  return own.scalar(own.splits(sweep.metric).validation);
}
