import { InputError } from '@latentsweep/core';
import type { Context } from 'hono';
import type { Env } from '../env.ts';

/** Before anything is changed. Throws InputError `needs_token`. */
export function needToken(c: Context<Env>): void {
  if (!c.var.mayAct) throw needsToken('Nothing can be changed here');
}

/** `what` cannot be had: the beginning of a sentence. */
export const needsToken = (what: string): InputError =>
  new InputError(
    'needs_token',
    `${what}: this page was not opened with the token.`,
    'Open the address with `?token=` that the dashboard printed when it began; a program sends it as `Authorization: Bearer TOKEN`.',
  );
