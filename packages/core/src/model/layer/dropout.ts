import { type Form, formOf, type LayerKind, type Placed } from './kind.ts';

/** Asks that a share `rate` of values be dropped while training, 0 <= rate < 1 (inverted: kept ones are scaled up). */
export interface DropoutSpec {
  readonly kind: 'dropout';
  readonly rate: number;
}

export interface DropoutForm extends Form<'dropout'> {
  readonly rate: number;
}

/** y_o = x_o keep_o, keep_o = 0 for what is dropped, else 1 / (1 - rate); y = x where nothing is trained. */
export type Dropout = Placed<DropoutForm>;

export const DROPOUT: LayerKind<DropoutSpec, DropoutForm> = {
  relu: false,
  over: ({ rate }, from) => ({ ...formOf('dropout', from, from), rate }),
  back: () => null,
  parameterCount: () => 0,
  products: () => 0,
  initialise() {},
};
