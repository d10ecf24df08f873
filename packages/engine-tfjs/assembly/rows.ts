/**
 * Stores four values at `at`, of a tensor that ends at `end`. What would reach beyond it is cut off; what reaches
 * beyond a row lies where the next row will be written.
 */
// @ts-ignore: decorator
@inline export function store4(at: usize, end: usize, values: v128): void {
  if (at + 16 <= end) {
    v128.store(at, values);
    return;
  }
  v128.store32_lane(at, values, 0);
  if (at + 8 <= end) v128.store32_lane(at, values, 1, 4);
  if (at + 12 <= end) v128.store32_lane(at, values, 2, 8);
}
