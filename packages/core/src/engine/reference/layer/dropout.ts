import type { Dropout } from '../../../model/layer/dropout.ts';
import type { LayerPasses } from './kind.ts';

/** But for what is dropped, by factors that are noise: `batchDropped`. */
export const DROPOUT: LayerPasses<Dropout> = {
  forward: (_layer, _w, x) => x,
  backward: (_layer, _w, _x, dy) => dy,
};
