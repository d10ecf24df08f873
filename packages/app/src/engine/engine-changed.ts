import { differInRuntime, InputError, parseEngineId } from '@latentsweep/core';
import type { Sweep } from '@latentsweep/store';

export function otherEngine(
  { slug, engine: begun }: Pick<Sweep, 'slug' | 'engine'>,
  engine: string,
): InputError {
  const [then, now] = [parseEngineId(begun), parseEngineId(engine)];
  return new InputError(
    'engine_changed',
    `${slug} was begun with the engine ${begun}, but here is ${engine}: results would not compare.`,
    differInRuntime(then, now) && then.runtime !== undefined
      ? `Go on where ${then.backend ?? then.kind} ${then.runtime} is (--native-folder names where it lies), or run the sweep file again: it makes a new sweep.`
      : 'Run the sweep file again: it makes a new sweep. Or go back to the version that it was begun with.',
  );
}
