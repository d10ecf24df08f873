/**
 * `npm run bench:search`: how fast `bayes` proposes and how good that is, beside Optuna and Rustuna in the same run. For
 * these, `pip install optuna==5.0.0 rustuna==0.2.0` for the python3 that is found first, or the one that PYTHON names.
 *
 * `npm run bench:search -- speed` runs only that part. Of quality, replicates, workers and objectives SEEDS=5 takes fewer seeds than 30,
 * FIRST=1 others than those from 31, PROBLEMS=Hartmann the problems that have that in their name, and KEPT=FOLDER keeps what
 * Optuna tried. TRIALS=100000 takes more trials than 8,000 for the orchestrator.
 */

import { runParts } from './parts.ts';
import { benchLearning } from './search/learning.ts';
import { benchObjectives } from './search/objectives.ts';
import { benchQuality, benchReplicates, benchWorkers } from './search/quality.ts';
import { benchSpeed } from './search/speed.ts';

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  speed: benchSpeed,
  orchestrator: benchLearning,
  quality: benchQuality,
  replicates: benchReplicates,
  workers: benchWorkers,
  objectives: benchObjectives,
};

await runParts(PARTS, (part) => part());
