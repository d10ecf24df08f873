/**
 * The backend in an engine's id: `tfjs@<version>-<backend>` for the engine that fuses trials into cohorts. Null for
 * engines that run on the CPU alone, one trial at a time: `name@<version>`.
 */
export function backendOf(engineId: string): string | null {
  return /^tfjs@[^-]*-(.+)$/.exec(engineId)?.[1] ?? null;
}
