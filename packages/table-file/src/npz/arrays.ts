import { InputError } from '@latentsweep/core';
import { openZip } from '../zip/zip.ts';
import { headOf, itemsOf, typeOf } from './array.ts';

/** An array of any dimensions, item by item. */
export interface NpzArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** In pieces, in the order of NumPy's `ravel`. Throws InputError for items that are no numbers. */
  numbers(): AsyncGenerator<ArrayLike<number> & Iterable<number>>;
  /** The same as text; null where it is missing. */
  texts(): AsyncGenerator<readonly (string | null)[]>;
}

/** Objects (pickles) are never loaded. Throws InputError where one can't be read. */
export async function openArrays(path: string): Promise<NpzArray[]> {
  const zip = await openZip(path);
  const arrays: NpzArray[] = [];
  for (const entry of zip.entries) {
    if (!entry.name.endsWith('.npy')) continue;
    const head = await headOf(zip, entry);
    const type = typeOf(path, head);
    const { name, shape, fortran, descr } = head;
    if (fortran && shape.length > 1) {
      throw new InputError(
        'bad_npz',
        `The array \`${name}\` of ${path} lies by columns.`,
        'Save it by rows: numpy.ascontiguousarray(x).',
      );
    }
    async function* texts() {
      for await (const { view, count } of itemsOf(zip, head, type)) {
        yield Array.from({ length: count }, (_, i) => type.read(view, i * type.bytes));
      }
    }
    async function* numbers() {
      if (descr === '|u1') {
        for await (const { view } of itemsOf(zip, head, type)) {
          yield new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
        }
        return;
      }
      for await (const some of texts()) {
        yield Float64Array.from(some, (one) =>
          one === 'true' ? 1 : one === 'false' ? 0 : Number(one ?? Number.NaN),
        );
      }
    }
    arrays.push({ name, shape, texts, numbers });
  }
  if (arrays.length === 0) {
    throw new InputError('bad_npz', `${path} holds no array.`, 'Write it with numpy.savez.');
  }
  return arrays;
}
