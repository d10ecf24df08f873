import { type Engine, type EngineKind, formatEngineId } from '@latentsweep/core';
import { openEngine, TINY_CURVES, trainTiny } from '@latentsweep/worker';
import { type Check, failed, ok, wrong } from './check.ts';

/** Loads the first of the engines and trains a tiny trial: losses must be numbers. */
export async function engineCheck(engines: readonly EngineKind[]): Promise<Check> {
  const { name } = engines[0]!;
  const rebuild = 'Build the kernels again: npm start does, and needs nothing else.';
  try {
    const { engine } = await openEngine(engines, { kind: name });
    const id = formatEngineId(engine.id);
    try {
      const fault = await faultOf(engine);
      if (fault === null) return ok('engine', `${id} trains`);
      return wrong('engine', `${id} computes losses that are no numbers: ${fault}`, rebuild);
    } finally {
      await engine.close();
    }
  } catch (error) {
    return failed('engine', error, rebuild, `the engine ${name} does not load: `);
  }
}

/** What is wrong with the losses of a tiny trial; null where they are numbers. */
async function faultOf(engine: Engine): Promise<string | null> {
  const { curves, ...result } = await trainTiny(engine);
  if (result.outcome === 'diverged') return result.reason;
  const losses = TINY_CURVES.map((curve) => curves[curve]?.at(-1) ?? Number.NaN);
  return losses.every(Number.isFinite) ? null : losses.join(', ');
}
