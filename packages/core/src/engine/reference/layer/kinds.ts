import type { KindName } from '../../../model/layer/kinds.ts';
import { CONV } from './conv.ts';
import { CONV_TRANSPOSE } from './conv-transpose.ts';
import { DENSE } from './dense.ts';
import { DROPOUT } from './dropout.ts';
import type { LayerPasses } from './kind.ts';
import { POOL } from './pool.ts';
import { UPSAMPLE } from './upsample.ts';

/** The kinds of layers that this engine has: all that there are. */
export const LAYER_PASSES: Readonly<Record<KindName, LayerPasses>> = {
  dense: DENSE,
  conv: CONV,
  pool: POOL,
  dropout: DROPOUT,
  conv_transpose: CONV_TRANSPOSE,
  upsample: UPSAMPLE,
};

export const forward: LayerPasses['forward'] = (layer, ...given) =>
  LAYER_PASSES[layer.kind].forward(layer, ...given);

export const backward: LayerPasses['backward'] = (layer, ...given) =>
  LAYER_PASSES[layer.kind].backward(layer, ...given);
