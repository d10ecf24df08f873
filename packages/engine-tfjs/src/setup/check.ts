/** `node check.ts FOLDER`: loads the library there and trains a few steps with it. Prints its version. */

import { denseClassifier } from '@latentsweep/core';
import { computesOn } from '../backend/native.ts';
import { createTfjsEngine } from '../engine.ts';

const [, , folder] = process.argv;
const nativeFolder = folder!;
const backend = await computesOn({ nativeFolder });
const engine = await createTfjsEngine({ backend, nativeFolder });
const rows = engine.rows(2, 1);
rows.write(0, Float32Array.of(0, 1), Uint8Array.of(0, 1));
const network = denseClassifier({ features: 1, hiddenSizes: [], classes: 2 });
const lane = { seed: [1, 2] as const, parameters: new Float32Array(2), learningRate: 0.1 };
const cohort = await engine.classifier({ network, batchSize: 2, optimizer: 'rmsprop' }, [lane]);
const order = Uint32Array.of(0, 1);
const [fitted] = await cohort.fit([{ sources: [rows], order, weights: null, passes: 5, round: 0 }]);
if (!(fitted!.loss < Math.LN2)) throw new Error(`it computes a loss of ${fitted!.loss}`);
process.stdout.write(`${engine.id.runtime}\n`, () => process.exit());
