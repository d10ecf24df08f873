/** What is asked and told as JSON, on the command line and over HTTP. */

import { InputError, type Values } from '@latentsweep/core';
import { jsonLine, numberIn } from '@latentsweep/program';
import type { Asked, Told } from './asking.ts';

/** A trial for programs, with keys as JSON has them everywhere here. */
export function askedJson({
  leaseEnds,
  ...asked
}: Asked): Record<string, unknown> & { readonly config: Values } {
  return { ...asked, lease_ends: leaseEnds };
}

export type Said =
  | { readonly kind: 'report'; readonly step: number; readonly metrics: Readonly<Record<string, number>> }
  | { readonly kind: 'end'; readonly told: Told };

const SHAPES =
  'Send { "metrics": { "val_loss": 0.4 } } at the end, with "step": 3 for a report, or { "failed": "why" }.';

/** An object of JSON, with NaN and infinities as Python writes them. Throws InputError `bad_told`. */
export function readTold(text: string): Said {
  const object = jsonLine(Buffer.from(text));
  if (object === null) throw badTold('is no object of JSON');
  return saidIn(object);
}

function saidIn({ metrics, step, failed, ...others }: Readonly<Record<string, unknown>>): Said {
  const [other] = Object.keys(others);
  if (other !== undefined) throw badTold(`has ${JSON.stringify(other.slice(0, 80))}`);
  if (failed !== undefined) {
    if (metrics !== undefined || step !== undefined) throw badTold('has `failed` beside what was reached');
    if (typeof failed !== 'string' || failed.trim() === '') throw badTold('has a `failed` that is no text');
    return { kind: 'end', told: { failed } };
  }
  if (typeof metrics !== 'object' || metrics === null || Array.isArray(metrics)) {
    throw badTold('has no `metrics`');
  }
  const numbers = Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, numberIn(value)]));
  if (step === undefined) return { kind: 'end', told: { metrics: numbers as Record<string, number> } };
  if (typeof step !== 'number') throw badTold('has a `step` that is no number');
  return { kind: 'report', step, metrics: numbers as Record<string, number> };
}

const badTold = (is: string) => new InputError('bad_told', `What was told ${is}.`, SHAPES);
