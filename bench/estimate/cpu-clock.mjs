/** Preloaded: threads tell the time by their own CPU, so that a busy machine does not count; the process says its CPU. */

import { writeFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const seconds = ({ user, system }) => (user + system) / 1e6;

if (!isMainThread) performance.now = () => 1000 * seconds(process.threadCpuUsage());
else if (process.env['BENCH_CPU_FILE'] !== undefined) {
  process.on('exit', () => writeFileSync(process.env['BENCH_CPU_FILE'], String(seconds(process.cpuUsage()))));
}
