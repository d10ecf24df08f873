import { createRequire, syncBuiltinESMExports } from 'node:module';
import type { WorkerOptions } from 'node:worker_threads';

/** Has every thread of this process begin with `script`, whatever options it is started with. */
export function startThreadsWith(script: string): void {
  const threads = createRequire(import.meta.url)('node:worker_threads') as {
    Worker: typeof import('node:worker_threads').Worker;
  };
  const { Worker } = threads;
  threads.Worker = class extends Worker {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      super(file, { ...options, execArgv: [...(options.execArgv ?? []), '--import', script] });
    }
  };
  syncBuiltinESMExports();
}
