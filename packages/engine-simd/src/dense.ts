import type { Layer } from './model.ts';
import { float, type Instruction, leastOf } from './program.ts';

/** x [inputs, batch] -> y [outputs, batch], with a relu or without. */
export function dense({ inputs, outputs, w }: Layer, x: number, y: number, relu: boolean): Instruction {
  return ['DENSE', x, inputs, w, outputs, y, leastOf(relu)];
}

/** The gradient of W and b from the layer's inputs and dy. */
export function weightGradient({ inputs, outputs, g }: Layer, x: number, dy: number): Instruction {
  return ['WEIGHT_GRADIENT', x, inputs, dy, outputs, g];
}

/**
 * dy [outputs, batch] -> dx [inputs, batch]. With a `scale`, dx lies over the inputs that a relu, and a dropout
 * that scaled what it kept, left there, and takes the gradient back through both: last use of those inputs.
 */
export function inputGradient(
  { inputs, outputs, w }: Layer,
  dy: number,
  dx: number,
  scale: number | null = null,
): Instruction {
  const activation = scale === null ? 0 : dx;
  return ['INPUT_GRADIENT', dy, outputs, w, inputs, dx, activation, float(scale ?? 1)];
}
