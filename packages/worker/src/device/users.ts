import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { plural } from '@latentsweep/core';

/**
 * Leaves word that this process uses the device, and says which others do; null where none does. Devices of one name are
 * one here, those of other machines that share the folder are others. Without a folder, or where it can't be written,
 * nothing is known.
 */
export async function othersOn(device: string, deviceFolder: string | undefined): Promise<string | null> {
  if (deviceFolder === undefined) return null;
  const folder = join(deviceFolder, 'devices');
  const name = createHash('sha256').update(`${hostname()} ${device}`).digest('hex').slice(0, 16);
  try {
    await mkdir(folder, { recursive: true });
    // First: of two that start at once, one at least sees the other.
    await writeFile(join(folder, `${name}-used-by-${process.pid}`), '');
    const pids = (await readdir(folder)).flatMap((file) => {
      const [, of, pid] = /^([0-9a-f]{16})-used-by-(\d+)$/.exec(file) ?? [];
      return of === name ? [Number(pid)] : [];
    });
    const living = pids.filter((pid) => pid !== process.pid && isAlive(pid));
    const gone = pids.filter((pid) => !isAlive(pid));
    await Promise.all(gone.map((pid) => rm(join(folder, `${name}-used-by-${pid}`), { force: true })));
    if (living.length === 0) return null;
    const who = `${plural(living.length, 'other process', 'other processes')} (${living.join(', ')})`;
    return `${who} of this user train on the same device: they share its memory and its time.`;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
