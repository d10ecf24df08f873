import type { Job } from '@latentsweep/bus';

export interface Abilities {
  readonly name: string;
  /** `name@version` of its engine. */
  readonly engineId: string;
  readonly labels: readonly string[];
}

/** Why this worker cannot run the job, or null. */
export function whyNot({ engine, requires }: Job, { name, engineId, labels }: Abilities): string | null {
  if (engine !== engineId) return `${name} has the engine ${engineId}, not ${engine}`;
  const missing = requires.filter((label) => !labels.includes(label));
  return missing.length === 0 ? null : `${name} does not have the label ${missing.join(', ')}`;
}
