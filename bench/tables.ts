/**
 * `npm run bench:tables`: what fitting to real tables takes, beside peers on the same core. Needs the public tables of
 * ../shared/data and, for the peers, `pip install scikit-learn sdmetrics ctgan` for the python3 that is found first, or the one that PYTHON
 * names.
 *
 * `npm run bench:tables -- trees logistic` runs only those parts.
 */

import { runParts } from './parts.ts';
import { benchAugment } from './tables/augment.ts';
import { benchGenerated } from './tables/generated.ts';
import { benchLogistic } from './tables/logistic.ts';
import { benchMixedVae } from './tables/mixed-vae.ts';
import { benchSameSplit } from './tables/same-split.ts';
import { benchTrees } from './tables/trees.ts';

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  trees: benchTrees,
  logistic: benchLogistic,
  'same-split': benchSameSplit,
  generated: benchGenerated,
  'mixed-vae': benchMixedVae,
  augment: benchAugment,
};

await runParts(PARTS, (part) => part());
