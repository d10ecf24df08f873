/** Messages are checked where they enter or leave a bus; beyond that edge they are trusted. */

import { LatentsweepError } from '@latentsweep/core';
import type { z } from 'zod';
import {
  controlSchema,
  jobSchema,
  MESSAGE_VERSION,
  presenceSchema,
  progressSchema,
  resultSchema,
} from './messages.ts';

/**
 * The message, checked and without unknown keys.
 * Throws LatentsweepError `unknown_message_version` or `bad_message`.
 */
export const checkJob = checker('job', jobSchema);
export const checkResult = checker('result', resultSchema);
export const checkProgress = checker('progress', progressSchema);
export const checkPresence = checker('presence', presenceSchema);
export const checkControl = checker('control', controlSchema);

function checker<T>(name: string, schema: z.ZodType<T>): (message: unknown) => T {
  return (message) => {
    refuseUnknownVersion(name, message);
    return checked(`${name} message`, schema, message);
  };
}

/** `what`: for people. Throws LatentsweepError `bad_message`. */
export function checked<T>(what: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw badMessage(`A ${what} is malformed at '${issue!.path.join('.')}': ${issue!.message}.`);
}

export const badMessage = (message: string, code = 'bad_message'): LatentsweepError =>
  new LatentsweepError(code, message, 'Run the same version of latentsweep on every machine.');

function refuseUnknownVersion(name: string, message: unknown): void {
  const { v, worker } = (message ?? {}) as { readonly v?: unknown; readonly worker?: unknown };
  if (v === MESSAGE_VERSION) return;
  const whose = typeof worker === 'string' ? ` of ${worker}` : '';
  throw badMessage(
    `A ${name} message${whose} has version ${JSON.stringify(v) ?? 'none'}; this program reads version ${MESSAGE_VERSION}.`,
    'unknown_message_version',
  );
}
