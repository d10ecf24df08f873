import { WIDE } from '../network/supports.ts';

/** What libtensorflow reads when it is loaded first, for the whole process. Absent: all cores. */
const VARIABLES = ['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS'] as const;

/**
 * One thread for small networks: handing out work costs more than the work, 25 to 40% (docs/engines.md). All cores for
 * wide ones. Whoever sets a variable decides. `widest`: units of the widest layer, as far as that is known.
 */
export function chooseThreads(
  widest: number | undefined,
  environment: Record<string, string | undefined>,
): void {
  if ((widest ?? 0) >= WIDE || environment[VARIABLES[0]] !== undefined) return;
  for (const name of VARIABLES) environment[name] ??= '1';
}
