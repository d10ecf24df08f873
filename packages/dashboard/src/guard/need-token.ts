import { InputError } from '@latentsweep/core';
import type { Context } from 'hono';
import type { Env } from '../desk.ts';

/** Before anything is changed. Throws InputError `needs_token`. */
export function needToken(c: Context<Env>): void {
  if (c.var.mayAct) return;
  throw new InputError(
    'needs_token',
    'This page may look, and change nothing: it was not opened with the token.',
    'Open the address with `?token=` that the dashboard printed when it began.',
  );
}
