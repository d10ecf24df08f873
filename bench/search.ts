/**
 * `npm run bench:search`: how fast `bayes` proposes and how good that is, beside Optuna and Rustuna in the same run. For
 * these, `pip install optuna==5.0.0 rustuna==0.2.0` for the python3 that is found first, or the one that PYTHON names.
 *
 * `npm run bench:search -- speed` runs only that part. SEEDS=5 takes fewer seeds than 30 for quality, TRIALS=100000 more
 * trials than 8,000 for the orchestrator.
 */

import { runParts } from './parts.ts';
import { benchLearning } from './search/learning.ts';
import { benchQuality } from './search/quality.ts';
import { benchSpeed } from './search/speed.ts';

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  speed: benchSpeed,
  orchestrator: benchLearning,
  quality: benchQuality,
};

await runParts(PARTS, (part) => part());
