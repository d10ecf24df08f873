import { InputError } from '@latentsweep/core';

/** A trial as one attempt at it: whoever was given it again has another name for it. */
export interface GivenName {
  readonly trialId: number;
  /** From 1. */
  readonly attempt: number;
}

/** `17` the first time it is given out, `17.2` the second. */
export const trialName = ({ trialId, attempt }: GivenName): string =>
  attempt === 1 ? String(trialId) : `${trialId}.${attempt}`;

/** Throws InputError `bad_trial`. */
export function readTrialName(text: string): GivenName {
  const [, id, attempt = '1'] = /^(\d{1,15})(?:\.([1-9]\d{0,8}))?$/.exec(text) ?? [];
  if (id !== undefined) return { trialId: Number(id), attempt: Number(attempt) };
  throw new InputError(
    'bad_trial',
    `A trial is named by a number, not by ${JSON.stringify(text.slice(0, 40))}.`,
    'Name it as `sweep ask` did: 17, or 17.2 where it was given out twice.',
  );
}
