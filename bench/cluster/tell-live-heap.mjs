// Loaded into a program that is measured (`--expose-gc --import …`): at SIGUSR2 it collects garbage and writes to a file
// beside its settings how many bytes are left on the heap and in buffers.

import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread) {
  process.on('SIGUSR2', () => {
    globalThis.gc();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    writeFileSync(`live-heap-${process.pid}`, String(heapUsed + arrayBuffers), { flag: 'a' });
  });
}
