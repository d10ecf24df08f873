import { InputError } from '@latentsweep/core';
import type { Reading, Sweep } from '@latentsweep/store';

/** The newest sweep of just that name, or null. */
export async function newestOfName(store: Reading, name: string): Promise<Sweep | null> {
  try {
    const { sweep, passedOver } = await store.findSweep(name);
    const named = [sweep, ...passedOver].find((one) => one.name === name);
    return named ? await store.sweep(named.id) : null;
  } catch (error) {
    if (error instanceof InputError) return null;
    throw error;
  }
}
