import type { Rows } from '../port.ts';
import { HostRows } from '../rows.ts';

export class ReferenceRows extends HostRows {}

/** The rows of several sources, numbered through. Throws RangeError for a number beyond the last. */
export function gather(sources: readonly Rows[], number: number): { x: Float64Array; y: number } {
  let row = number;
  for (const source of sources) {
    if (!(source instanceof ReferenceRows)) throw new TypeError('these rows belong to another engine');
    if (row < source.capacity) {
      const at = row * source.width + source.columns;
      return { x: Float64Array.from(source.read(row, 1)), y: source.values[at]! };
    }
    row -= source.capacity;
  }
  throw new RangeError(`row ${number} is ${row} past the end of the sources`);
}
