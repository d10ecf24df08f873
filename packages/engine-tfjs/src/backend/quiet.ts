import { createRequire } from 'node:module';
import { resolve } from 'node:path';

/** Beside the library that `sweep setup tensorflow` installs, compiled from setup/quiet.cc. */
export const QUIET = 'libtensorflow/quiet.node';

/**
 * Loads libtensorflow without what it tells of itself. It reads TF_CPP_MIN_LOG_LEVEL once, when it is loaded first, but
 * since 2.20 it writes two lines before it does: these are taken out of stderr, where the set-up has brought what can do
 * that. Whoever sets the variable hears all. What others write meanwhile is passed on.
 */
export function loadQuietly(load: () => unknown, nativeFolder: string | undefined): void {
  const asked = process.env['TF_CPP_MIN_LOG_LEVEL'] !== undefined;
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
  const heard = asked || nativeFolder === undefined ? null : hearing(resolve(nativeFolder, QUIET));
  if (heard === null) {
    load();
    return;
  }
  const rest = withoutChatter(heard(load));
  if (rest !== '') process.stderr.write(rest);
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

export const withoutChatter = (text: string): string => text.replaceAll(CHATTER, '');
