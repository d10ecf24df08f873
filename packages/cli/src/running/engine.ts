import type { Engine } from '@latentsweep/core';
import { type EngineSpec, engineId, openEngine as open } from '@latentsweep/worker';

export { engineId };

export type EngineChoice = 'auto' | 'simd' | 'reference';

export const ENGINES = ['auto', 'simd', 'reference'] as const satisfies EngineChoice[];

export function specOf(choice: EngineChoice): EngineSpec {
  return { kind: choice === 'auto' ? 'simd' : choice };
}

/** The engine that a sweep asks for, in this thread: for calibration and checks. */
export function openEngine(choice: EngineChoice): Promise<Engine> {
  return open(specOf(choice));
}

/** The `name@version` that a choice comes to here. */
export async function engineIdOf(choice: EngineChoice): Promise<string> {
  const engine = await openEngine(choice);
  await engine.close();
  return engineId(engine);
}
