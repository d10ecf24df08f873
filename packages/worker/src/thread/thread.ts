/** The script of the pool's threads. */

import { serveJobs } from './serve.ts';
import { openTrainer } from './trainer.ts';

export default serveJobs(openTrainer);
