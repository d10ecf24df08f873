import { InputError } from '@latentsweep/core';

/** `why`: the decoder's words. */
export function broken(name: string, what: string, why: string): InputError {
  const words = why.trim().replace(/[:.]+$/, '');
  return new InputError(
    'broken_image',
    `${name} is a broken ${what}: ${words}.`,
    'Fetch or make it again, or take it out.',
  );
}
