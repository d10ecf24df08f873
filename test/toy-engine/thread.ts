/** A thread script with one engine more. */

import { serveJobs } from '../../packages/worker/src/thread/serve.ts';
import { openTrainer } from '../../packages/worker/src/thread/trainer.ts';
import { ENGINES } from './engines.ts';

export default serveJobs((spec) => openTrainer(ENGINES, spec));
