import type { Batch } from './batch.ts';
import type { Region } from './heap.ts';
import { float, type Instruction } from './program.ts';

/**
 * A prediction head: P probabilities of each row, and the gradient of their cross entropy in the logits. Adds the loss to
 * the f64 at `loss` and the rows it classifies rightly to that at `correct`. `dense` fills p with the logits.
 */
export function createHead(
  region: Region,
  { stride, labels, weights }: Pick<Batch, 'stride' | 'labels' | 'weights'>,
  outputs: number,
  dense: (logits: number) => Instruction,
  weight: number,
  loss: number,
  correct: number,
) {
  /** Tile [P, batch]. */
  const p = region.allocate(outputs * stride);
  /** Tile [P, batch], times the loss's weight and the row's, over the rows of the batch. */
  const d = region.allocate(outputs * stride);
  const scale = float(weight);
  const lossOf: Instruction =
    outputs === 1
      ? ['SIGMOID_LOSS', p, labels, d, weights, scale, loss, correct]
      : ['SOFTMAX_LOSS', p, outputs, labels, d, weights, scale, loss, correct];
  return { p, d, forward: [dense(p), lossOf] };
}
