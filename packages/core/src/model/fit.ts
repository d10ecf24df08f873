import type { Shape } from './layer/kind.ts';
import { LAYER_KINDS, type LayerSpec } from './layer/kinds.ts';
import { layerText } from './layer/text.ts';

const sizes = (shape: Shape): string => shape.join('x');

/**
 * Why a network's layers don't fit values of a shape, with the shapes on the way there; null where they do:
 * `28x28x1, conv 16 5x5 valid: 24x24x16, pool 16: 1x1x16, pool 2: a window of 2 x 2 on an image of 1 x 1 x 16`.
 */
export function misfit(shape: Shape, layers: readonly LayerSpec[]): string | null {
  let last = shape;
  const way = [sizes(shape)];
  for (const spec of layers) {
    const named = layerText(spec);
    try {
      last = LAYER_KINDS[spec.kind].over(spec, last).to;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return [...way, `${named}: ${error.message}`].join(', ');
    }
    way.push(`${named}: ${sizes(last)}`);
  }
  return null;
}
