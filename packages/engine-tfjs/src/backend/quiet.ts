import { createRequire } from 'node:module';
import { resolve } from 'node:path';

/** Beside the library that `sweep setup tensorflow` installs, compiled from setup/quiet.cc. */
export const QUIET = 'libtensorflow/quiet.node';

/**
 * Loads libtensorflow without what it tells of itself. It reads TF_CPP_MIN_LOG_LEVEL once, when it is loaded first, but
 * since 2.20 it writes two lines before it does: these are taken out of stderr, where the set-up has brought what can do
 * that. Whoever sets the variable hears all. What others write meanwhile is passed on. Returns why CUDA does not start,
 * where the library says so: that is an error to it, also on machines that are to compute on their CPU.
 */
export function loadQuietly(load: () => unknown, nativeFolder: string | undefined): string | null {
  const asked = process.env['TF_CPP_MIN_LOG_LEVEL'] !== undefined;
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const heard = asked || nativeFolder === undefined ? null : hearing(resolve(nativeFolder, QUIET));
  if (heard === null) {
    load();
    return null;
  }
  const { cudaFails, rest } = sortChatter(heard(load));
  if (rest !== '') process.stderr.write(rest);
  return cudaFails;
}

/** Null where there is none, or it does not load here: then nothing is lost but silence. */
function hearing(file: string): ((work: () => unknown) => string) | null {
  try {
    return (createRequire(import.meta.url)(file) as { heard: (work: () => unknown) => string }).heard;
  } catch {
    return null;
  }
}

/** Information and warnings in the form of Google's logs, and the line that explains why they are there. */
const CHATTER =
  /^(?:WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR|[IW]\d{4} \d\d:\d\d:[\d.]+ +\d+ \S+:\d+\] .*)\n?/gm;

const CUDA_FAILS = /^E\d{4} .*\] failed call to cuInit: (?:INTERNAL: )?(.*)\n?/m;

/** What it wrote to stderr: why CUDA does not start, and what is to be passed on. */
export function sortChatter(text: string): { readonly cudaFails: string | null; readonly rest: string } {
  const cudaFails = CUDA_FAILS.exec(text)?.[1] ?? null;
  return { cudaFails, rest: text.replaceAll(CHATTER, '').replace(CUDA_FAILS, '') };
}
