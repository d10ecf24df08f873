import { WIDE } from '../network/supports.ts';

/** What libtensorflow reads, when it is loaded first: for the whole process. */
const VARIABLES = ['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS'] as const;

/**
 * How libtensorflow shares the cores, measured in docs/engines.md: for small networks each slot computes on one thread, its
 * own, since handing out work costs more than the work; for wide ones one slot uses all cores, since a sweep of them has
 * few trials. Whoever sets the variables decides. Returns whether it takes all cores.
 */
export function shareCores(
  widest: number | undefined,
  environment: Record<string, string | undefined>,
): boolean {
  const [threads] = VARIABLES;
  if (environment[threads] === undefined && (widest ?? 0) < WIDE) {
    for (const name of VARIABLES) environment[name] ??= '1';
  }
  return environment[threads] !== '1';
}
