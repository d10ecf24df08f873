import type { KindName } from '../../../model/layer/kinds.ts';
import { CONV } from './conv.ts';
import { DENSE } from './dense.ts';
import { DROPOUT } from './dropout.ts';
import type { LayerPasses } from './kind.ts';
import { POOL } from './pool.ts';

/** The kinds of layers that this engine has: all that there are. */
export const LAYER_PASSES: Readonly<Record<KindName, LayerPasses>> = {
  dense: DENSE,
  conv: CONV,
  pool: POOL,
  dropout: DROPOUT,
};

export const forward: LayerPasses['forward'] = (layer, ...given) =>
  LAYER_PASSES[layer.kind].forward(layer, ...given);

export const backward: LayerPasses['backward'] = (layer, ...given) =>
  LAYER_PASSES[layer.kind].backward(layer, ...given);
