import { oversample } from '../dataset/cut.ts';
import { concatenate } from '../dataset/rows.ts';
import { VAE } from '../parameter/vae.ts';
import { generatingArm } from './arm.ts';
import { blockRows, buildBlocks, MIXING, mix } from './blocks.ts';

/** Each epoch the VAE, fitted on the oversampled rows, generates the twins anew. */
export const vaeMixing = generatingArm({
  name: 'vae_mixing',
  kind: 'generating',
  description:
    'floor(target / 60) blocks of 60 real minority rows, 20 rows generated from the first 20 of them, 80 majority rows, cycled (`mixing.*`)',
  uses: [...VAE, ...MIXING],
  controls: ['oversample', 'prior_shift', 'placebo'],
  plan(context) {
    const rows = oversample(context.training, context.seed);
    const blocks = buildBlocks(context, rows);
    const order = mix(blocks, (twin) => context.dataset.train.count + twin);
    return {
      kind: 'generating',
      vae: context.config,
      fitOn: concatenate(rows),
      generateFrom: blocks.twins,
      byProbability: false,
      set: () => ({ order, weights: null }),
    };
  },
  passRows: blockRows,
});
