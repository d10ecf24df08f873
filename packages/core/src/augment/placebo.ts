import { oversample } from '../dataset/cut.ts';
import { fixedArm } from './arm.ts';
import { blockRows, buildBlocks, MIXING, mix } from './blocks.ts';

/** It isolates shrinkage from generation. */
export const placebo = fixedArm({
  name: 'placebo',
  kind: 'fixed',
  description: 'the blocks of `vae_mixing`, but every generated row is the constant 0.5',
  uses: MIXING,
  plan(context) {
    const { features, classes, train } = context.dataset;
    const blocks = buildBlocks(context, oversample(context.training, context.seed));
    const prepared = {
      features: new Float32Array(classes * features).fill(0.5),
      labels: Uint8Array.from({ length: classes }, (_, k) => k),
    };
    const order = mix(blocks, (twin) => train.count + blocks.twinClasses[twin]!);
    return { kind: 'fixed', set: { order, weights: null }, prepared };
  },
  passRows: blockRows,
});
