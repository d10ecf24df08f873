/** The script of the pool's threads. */

import module from 'node:module';

// Types are stripped and code is compiled once, not at the start of every thread.
module.enableCompileCache?.();
const [{ serveJobs }, { openTrainer }, { ENGINES }] = await Promise.all([
  import('./serve.ts'),
  import('./trainer.ts'),
  import('../engines.ts'),
]);

export default serveJobs((spec) => openTrainer(ENGINES, spec));
