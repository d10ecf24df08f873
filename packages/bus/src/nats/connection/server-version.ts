/** Versions of nats-server. What one writes to its disk, one of the same major and minor version can read. */

/** Whether a server of this version may not be able to read what one of the `other` version wrote. False where one is unknown. */
export function isOlder(version: string, other: string): boolean {
  const [major, minor] = numbersOf(version);
  const [otherMajor, otherMinor] = numbersOf(other);
  if (minor === undefined || otherMinor === undefined) return false;
  return major! < otherMajor! || (major === otherMajor && minor < otherMinor);
}

const numbersOf = (version: string): number[] =>
  (/^v?(\d+)\.(\d+)/.exec(version)?.slice(1) ?? []).map(Number);

const WRITER = 'Last kept by nats-server ';

/** What stands in the description of a stream, which every version keeps: the server that wrote it. */
export const writerText = (version: string): string => `${WRITER}${version}`;
/** Empty where it does not say. */
export const writerIn = (description = ''): string =>
  description.startsWith(WRITER) ? description.slice(WRITER.length) : '';
