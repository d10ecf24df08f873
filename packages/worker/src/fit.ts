import type { Job } from '@latentsweep/bus';
import type { WorkerContext } from './context.ts';

/** Why this worker cannot run the job, or null. */
export function whyNot(
  { engine, requires }: Job,
  { name, engineId, labels }: Pick<WorkerContext, 'name' | 'engineId' | 'labels'>,
): string | null {
  if (engine !== engineId) return `${name} has the engine ${engineId}, not ${engine}`;
  const missing = requires.filter((label) => !labels.includes(label));
  return missing.length === 0 ? null : `${name} does not have the label ${missing.join(', ')}`;
}
