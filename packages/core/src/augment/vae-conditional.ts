import { VAE } from '../parameter/vae.ts';
import { generatingArm, oversampledRows } from './arm.ts';
import { drawnFromPrior, PRIOR_DEFAULTS } from './prior.ts';
import { balancedRows } from './sizes.ts';

/** One VAE of all classes, told which (Sohn et al., 2015). */
export const vaeConditional = generatingArm({
  name: 'vae_conditional',
  kind: 'generating',
  conditional: true,
  description:
    'up to the target with rows that a VAE draws from the prior; encoder and decoder are told the class; fitted on all oversampled rows',
  uses: VAE,
  defaults: PRIOR_DEFAULTS,
  controls: ['oversample', 'prior_shift', 'placebo_columns'],
  plan: (context) => drawnFromPrior(context, oversampledRows(context)),
  passRows: balancedRows,
});
