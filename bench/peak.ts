import { readFileSync } from 'node:fs';

/** Peak resident memory of this process. On Linux not that of `resourceUsage`, which is the parent's where that had more. */
export function peakBytes(): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))![1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
