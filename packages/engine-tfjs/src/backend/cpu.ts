import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { stockMath } from '../math/stock.ts';
import type { LoadedBackend } from './port.ts';

/** TF.js in plain JavaScript. Slow: it serves where nothing else does, and as a check on the others. */
export async function loadCpu(): Promise<LoadedBackend> {
  if (!(await tf.setBackend('cpu'))) throw new Error('the CPU backend of TF.js does not start');
  return { registered: 'cpu', math: stockMath };
}
