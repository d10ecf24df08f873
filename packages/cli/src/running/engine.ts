import { createReferenceEngine, type Engine } from '@latentsweep/core';

export type EngineChoice = 'auto' | 'simd' | 'reference';

export const ENGINES = ['auto', 'simd', 'reference'] as const satisfies EngineChoice[];

/** The engine that a sweep asks for, in this thread: for calibration and checks. */
export async function openEngine(choice: EngineChoice): Promise<Engine> {
  if (choice === 'reference') return createReferenceEngine();
  // Loaded only when used: it compiles WebAssembly.
  const { createSimdEngine } = await import('@latentsweep/engine-simd');
  return createSimdEngine();
}

/** The `name@version` that a choice comes to here. */
export async function engineIdOf(choice: EngineChoice): Promise<string> {
  const engine = await openEngine(choice);
  await engine.close();
  return engineId(engine);
}

export const engineId = ({ name, version }: Engine): string => `${name}@${version}`;
