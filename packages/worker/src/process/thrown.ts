import { BackendMissing, InputError, LatentsweepError } from '@latentsweep/core';
import { diedOfMemory } from '../crash.ts';
import type { ThrownError } from './protocol.ts';

export function thrownOf(error: unknown): ThrownError {
  const given = error instanceof Error ? error : new Error(String(error));
  const { code, hint } = given as Partial<LatentsweepError>;
  const reason = given instanceof BackendMissing ? given.reason : undefined;
  const { name, message } = given;
  return { name, message, code, hint, reason, ofMemory: diedOfMemory(error) };
}

/** The same error again, of the class by which it is told and treated. */
export function errorOf({ name, message, code, hint, reason, ofMemory }: ThrownError): Error {
  if (ofMemory) return Object.assign(new RangeError(message), { code: 'ERR_WORKER_OUT_OF_MEMORY' });
  if (code === undefined || hint === undefined) return Object.assign(new Error(message), { name });
  if (reason !== undefined) return new BackendMissing(message, reason, hint);
  return name === 'InputError'
    ? new InputError(code, message, hint)
    : new LatentsweepError(code, message, hint);
}
