import type { Stream } from '../../random/stream.ts';

/** The values of a row between two layers, row-major: [n] units, or [H, W, C] of an image. */
export type Shape = readonly number[];

/** A layer between two shapes, not yet in a network. `inputs` and `outputs` are the units of a row. */
export interface Form<Kind extends string = string> {
  readonly kind: Kind;
  readonly from: Shape;
  readonly to: Shape;
  readonly inputs: number;
  readonly outputs: number;
}

/** A layer in its place: its parameters are the `size` from `at` on among the network's flat ones. */
export type Placed<Of extends Form> = Of & {
  readonly name: string;
  readonly at: number;
  readonly size: number;
};

/** What there is to say of a kind of layer before anything is computed: the way through it is the engines'. */
export interface LayerKind<Spec, Of extends Form> {
  /** Whether a relu follows it where it is hidden. */
  readonly relu: boolean;
  /** The layer that `spec` asks for over values of a shape. Throws TypeError where it does not fit these. */
  over(spec: Spec, from: Shape): Of;
  /** The decoder's answer to a layer of the encoder: from its outputs back to its inputs; null where it has none. */
  back(layer: Of): Form | null;
  parameterCount(layer: Of): number;
  /** Products of a row on the way forward, about: what it costs. */
  products(layer: Of): number;
  /** Fills the layer's `size` parameters, zero so far, with the first values. */
  initialise(layer: Of, parameters: Float32Array, stream: Stream): void;
}

/** Values of a row. */
export const unitsOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

export const formOf = <Kind extends string>(kind: Kind, from: Shape, to: Shape): Form<Kind> => ({
  kind,
  from,
  to,
  inputs: unitsOf(from),
  outputs: unitsOf(to),
});

/** Weights uniform on +-sqrt(6 / (inputs of a unit + units that an input goes to)): Glorot and Bengio (2010), as in Keras. */
export function glorot(weights: Float32Array, inputs: number, outputs: number, stream: Stream): void {
  const limit = Math.sqrt(6 / (inputs + outputs));
  for (let i = 0; i < weights.length; i++) weights[i] = (2 * stream.uniform() - 1) * limit;
}
