/** Fractions in [0, 1): a linear congruence of Numerical Recipes, which is random enough for a size. */
export function generator(): () => number {
  let state = 12345;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
  return () => (next() * 2 ** 21 + (next() >>> 11)) / 2 ** 53;
}
