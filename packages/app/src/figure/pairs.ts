/** Places of x and y in turn. */
export const pairs = (places: Float32Array): (readonly [number, number])[] =>
  Array.from({ length: places.length / 2 }, (_, i) => [places[2 * i]!, places[2 * i + 1]!] as const);
