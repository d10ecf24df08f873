import { afterAll, beforeAll, describe } from 'vitest';
import { type Exception, excuse } from '../exam/excuse.ts';
import { examineClassifier } from './exam/classifier.ts';
import type { Tolerance } from './exam/close.ts';
import { examineDivergence } from './exam/divergence.ts';
import { examineFuture } from './exam/future.ts';
import { examineLanes } from './exam/lanes.ts';
import { examineRepetition } from './exam/repeat.ts';
import { examineRows } from './exam/rows.ts';
import { examineShapes } from './exam/shapes.ts';
import { examineTraits } from './exam/traits.ts';
import { examineVae } from './exam/vae.ts';
import type { Engine, MaybePromise } from './port.ts';
import { createReferenceEngine } from './reference/engine.ts';

export type { Tolerance };
export { type Exception, excuse };

/**
 * The exam that every engine passes, as vitest suites: call it from a test file. Everything is compared with
 * the reference engine, whose own gradients are compared with finite differences beside it. `exceptions`: tests that it
 * need not pass; they are reported as skipped.
 */
export function examineEngine(
  name: string,
  createEngine: () => MaybePromise<Engine>,
  {
    tolerance,
    exceptions = [],
  }: { readonly tolerance: Tolerance; readonly exceptions?: readonly Exception[] },
): void {
  describe(`${name}: the engine's exam, tolerances: ${tolerance.reason}`, () => {
    let engine: Engine;
    const reference = createReferenceEngine();
    const engines = () => ({ engine, reference });
    excuse(exceptions);

    beforeAll(async () => {
      engine = await createEngine();
    });
    afterAll(async () => {
      await engine.close();
    });

    examineTraits(engines, tolerance);
    examineRows(engines);
    examineVae(engines, tolerance);
    examineClassifier(engines, tolerance);
    examineFuture(engines, tolerance);
    examineShapes(engines, tolerance);
    examineLanes(engines, tolerance);
    examineRepetition(engines, async () => createEngine());
    examineDivergence(engines, tolerance);
  });
}
