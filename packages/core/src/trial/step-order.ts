import { type Seed, shuffle } from '../random/stream.ts';

/**
 * `count` row numbers of an epoch's steps: the whole of `order` as often as it fits, and the rest drawn from it without
 * replacement, anew each epoch. An engine shuffles them.
 */
export function stepOrder(
  order: Uint32Array,
  count: number,
  seed: Seed,
  purpose: number,
  epoch: number,
): Uint32Array {
  const drawn = new Uint32Array(count);
  if (order.length === 0) return drawn.subarray(0, 0);
  const whole = Math.floor(count / order.length);
  for (let i = 0; i < whole; i++) drawn.set(order, i * order.length);
  const rest = order.slice();
  shuffle(rest, seed, purpose, epoch);
  drawn.set(rest.subarray(0, count - whole * order.length), whole * order.length);
  return drawn;
}
