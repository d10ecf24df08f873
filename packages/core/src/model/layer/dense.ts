import { type Form, formOf, type LayerKind, type Placed, type Shape } from './kind.ts';

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
  over: ({ units }, from) => denseBetween(from, [units]),
  back: ({ from, to }) => denseBetween(to, from),
  parameterCount: ({ inputs, outputs }) => (inputs + 1) * outputs,
  /** Keras's defaults: W uniform on +-sqrt(6 / (inputs + outputs)) (Glorot), b zero. */
  initialise({ inputs, outputs }, parameters, stream) {
    const limit = Math.sqrt(6 / (inputs + outputs));
    for (let i = 0; i < inputs * outputs; i++) parameters[i] = (2 * stream.uniform() - 1) * limit;
  },
};
