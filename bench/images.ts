/**
 * `npm run bench:images`: what training on images takes, beside PyTorch on the same core, and how much memory (`step` and
 * `agreement` need `pip install torch` for the python3 that is found first, or the one that PYTHON names).
 *
 * `npm run bench:images -- step` runs only that part.
 */

import { benchAgreement } from './images/agreement.ts';
import { benchMemory } from './images/memory.ts';
import { benchStep } from './images/step.ts';
import { benchImageThreads } from './images/threads.ts';
import { benchTransform } from './images/transform.ts';
import { runParts } from './parts.ts';

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  step: benchStep,
  transform: benchTransform,
  threads: benchImageThreads,
  agreement: benchAgreement,
  memory: benchMemory,
};

await runParts(PARTS, (part) => part());
