/**
 * The kinds of layers that there are. A new one is a file beside `dense.ts`, a member of both unions and a line in the
 * table; then a file in each engine that has it. The other engines refuse it, by `unsupported`.
 */

import { CONV, type ConvForm, type ConvSpec } from './conv.ts';
import { CONV_TRANSPOSE, type ConvTransposeForm } from './conv-transpose.ts';
import { DENSE, type DenseForm, type DenseSpec } from './dense.ts';
import { DROPOUT, type DropoutForm, type DropoutSpec } from './dropout.ts';
import type { LayerKind, Placed } from './kind.ts';
import { POOL, type PoolForm, type PoolSpec } from './pool.ts';
import { UPSAMPLE, type UpsampleForm } from './upsample.ts';

/** What a network asks of a hidden layer. */
export type LayerSpec = DenseSpec | ConvSpec | PoolSpec | DropoutSpec;
/** Those that no network asks for take others back, in decoders. */
export type LayerForm = DenseForm | ConvForm | PoolForm | DropoutForm | ConvTransposeForm | UpsampleForm;

export type KindName = LayerForm['kind'];
export type Layer = Placed<LayerForm>;
export type LayerOf<Kind extends KindName> = Extract<Layer, { readonly kind: Kind }>;

export const LAYER_KINDS: Readonly<Record<KindName, LayerKind<LayerSpec, LayerForm>>> = {
  dense: DENSE,
  conv: CONV,
  pool: POOL,
  dropout: DROPOUT,
  conv_transpose: CONV_TRANSPOSE,
  upsample: UPSAMPLE,
};

/** Whether a relu follows such a layer where it is hidden. */
export const hasRelu = ({ kind }: Pick<LayerForm, 'kind'>): boolean => LAYER_KINDS[kind].relu;

/** Products of a row on the way forward through layers. */
export const productsOf = (layers: readonly Layer[]): number =>
  layers.reduce((sum, layer) => sum + LAYER_KINDS[layer.kind].products(layer), 0);
