/** The script of a process that trains. */

import { ENGINES } from '../engines.ts';
import { openTrainer } from '../thread/trainer.ts';
import { serveParent } from './serve.ts';

serveParent((spec) => openTrainer(ENGINES, spec));
