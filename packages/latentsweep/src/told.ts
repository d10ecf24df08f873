import { type Fault, InputError, LatentsweepError } from '@latentsweep/core';
import { SweepError } from './sweep-error.ts';

/** What `work` gives. Its errors become those that whoever imports us knows; a fault of our own stays what it is. */
export async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LatentsweepError)) throw error;
    const { code, message, hint } = error;
    // What the caller has to mend is told whole: where in us it was found tells no more.
    if (error instanceof InputError) throw new SweepError({ code, message, hint, faults: error.faults });
    throw new SweepError({ code, message, hint }, { cause: error });
  }
}

/** A note as a sentence. */
export const noteText = ({ path, message, hint }: Fault): string =>
  `${path === '' ? '' : `${path}: `}${message}. ${hint}`.trim();
