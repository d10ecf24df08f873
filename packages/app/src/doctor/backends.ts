import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EngineKind, EngineOptions, EngineVariant } from '@latentsweep/core';
import type { EngineSpec } from '@latentsweep/worker';
import { count } from '../text/number.ts';
import { type Check, info, ok, warning, wrong } from './check.ts';
import type { BackendReport } from './inspect.ts';

const PROBE = fileURLToPath(new URL('./probe.ts', import.meta.url));
/** CUDA compiles kernels for a GPU that is newer than itself, once. */
const PATIENCE_MS = 60_000;

/**
 * Each backend of engines that have several, and each engine on a device, loaded and timed in a process of its own: native libraries can't be
 * unloaded, can't be held together, and may take their process with them. One after the other, so that none disturbs the
 * times of another.
 */
export async function backendChecks(
  engines: readonly EngineKind[],
  options: EngineOptions,
): Promise<Check[]> {
  const checks: Check[] = [];
  for (const variant of engines.flatMap(({ variants }) => variants)) {
    if (variant.id.backend === null && !variant.traits.ownProcess) continue;
    checks.push(backendCheck(variant, await probe(variant, options)));
  }
  return checks;
}

/** A backend's report, or what became of the process. */
async function probe({ id }: EngineVariant, options: EngineOptions): Promise<BackendReport | string> {
  const spec: EngineSpec = { ...options, kind: id.kind, backend: id.backend ?? undefined };
  const args = [PROBE, JSON.stringify(spec)];
  // A worker may be at work on the same GPU: take no more of it than is needed.
  const env = { TF_FORCE_GPU_ALLOW_GROWTH: 'true', ...process.env };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      ...{ env, timeout: PATIENCE_MS, killSignal: 'SIGKILL' },
    });
    // Native libraries may have said something before.
    return JSON.parse(stdout.slice(stdout.lastIndexOf('\n'))) as BackendReport;
  } catch (error) {
    const { killed, signal, stderr = '', message } = error as FailedProcess;
    if (killed) return `it did not answer within ${PATIENCE_MS / 1000} s`;
    if (signal) return `its process died of ${signal}`;
    return (
      stderr
        .trim()
        .split('\n')
        .findLast((line) => /^\w*Error/.test(line)) ?? message.split('\n')[0]!
    );
  }
}

type FailedProcess = Error & { killed?: boolean; signal?: string | null; stderr?: string };

/** `seen`: the report, or what became of its process. An optional backend that was not installed is no fault. */
export function backendCheck(
  { id, traits: { device, optional } }: Pick<EngineVariant, 'id' | 'traits'>,
  seen: BackendReport | string,
): Check {
  const title = id.backend === null ? id.kind : `${id.kind} ${id.backend}`;
  if (typeof seen === 'string') return (optional ? warning : wrong)(title, seen, 'See docs/engines.md.');
  if (!seen.works) return (optional ? info : wrong)(title, seen.reason, seen.fix);
  const { alone, width, together } = seen.step;
  return ok(
    title,
    `${seen.device ?? device}${seen.runtime === undefined ? '' : ` ${seen.runtime}`}: a step takes ${count(alone)} µs, of ${width} trials together ${count(together)} µs each`,
  );
}
