import { readdirSync } from 'node:fs';

/** Of Linux: what lists a GPU that computes. A card for a screen alone has no render node. */
const NODES = /^(?:dri\/renderD\d+|nvidia\d+|dxg)$/;

/**
 * Whether it is worth to load a driver, which takes a process and its time: so that machines without a GPU never do. Other
 * systems than Linux always have one.
 */
export function mayHaveGpu(platform: string = process.platform, devices = '/dev'): boolean {
  if (platform !== 'linux') return true;
  const names = [...listed(devices), ...listed(`${devices}/dri`).map((name) => `dri/${name}`)];
  return names.some((name) => NODES.test(name));
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
