import { type Form, formOf, glorot, type LayerKind, type Placed, type Shape } from './kind.ts';

export type DenseForm = Form<'dense'>;

/** y = x W + b, W [inputs, outputs] row-major, b [outputs] behind it. Of the shapes, the units alone matter. */
export type Dense = Placed<DenseForm>;

/** Asks for a dense layer of so many outputs. */
export interface DenseSpec {
  readonly kind: 'dense';
  readonly units: number;
}

export const denseBetween = (from: Shape, to: Shape): DenseForm => formOf('dense', from, to);

export const DENSE: LayerKind<DenseSpec, DenseForm> = {
  relu: true,
  over: ({ units }, from) => denseBetween(from, [units]),
  back: ({ from, to }) => denseBetween(to, from),
  parameterCount: ({ inputs, outputs }) => (inputs + 1) * outputs,
  products: ({ inputs, outputs }) => (inputs + 1) * outputs,
  /** W as `glorot` has it, b zero. */
  initialise({ inputs, outputs }, parameters, stream) {
    glorot(parameters.subarray(0, inputs * outputs), inputs, outputs, stream);
  },
};
