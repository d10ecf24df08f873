/** A doubling must make a trial's step so much cheaper to be worth its memory. */
const WORTHWHILE = 0.9;

/**
 * How many lanes a cohort should have: widths are doubled until a trial's step gets no cheaper, memory runs out
 * (`measure` throws) or `limit` is reached. `measure` says what a trial's step costs at a width, in any unit.
 * Throws what `measure` throws at width 1.
 */
export async function bestWidth(measure: (width: number) => Promise<number>, limit: number): Promise<number> {
  let width = 1;
  let cost = await measure(width);
  while (width * 2 <= limit) {
    const next = await measure(width * 2).catch(() => Number.POSITIVE_INFINITY);
    if (!(next < cost * WORTHWHILE)) return width;
    width *= 2;
    cost = next;
  }
  return width;
}
