import type { Spell } from '@latentsweep/app';
import { InputError, LatentsweepError, printable, redacted, spelled } from '@latentsweep/core';
import { TryAgain } from '@latentsweep/store';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Refusal } from './api.ts';

/** Codes that are not simply of what was asked. */
const STATUS: Readonly<Record<string, ContentfulStatusCode>> = {
  no_store: 404,
  unknown_sweep: 404,
  unknown_trial: 404,
  unknown_config: 404,
  unknown_figure: 404,
  unknown_page: 404,
  needs_token: 403,
  unknown_host: 403,
  cross_site: 403,
  store_refused: 403,
  again_busy: 503,
  ambiguous_sweep: 409,
  data_missing: 409,
  data_changed: 409,
  nothing_to_draw: 409,
  no_training: 409,
  other_result: 409,
  nothing_to_cancel: 409,
  nothing_to_pause: 409,
  nothing_to_resume: 409,
  resume_there: 409,
  sweep_already_runs: 409,
  sweep_cancelled: 409,
  sweep_running: 409,
  asked_sweep: 409,
  not_asked: 409,
  told_otherwise: 409,
  trial_given_again: 409,
  trial_given_back: 409,
  trial_over: 409,
};

/** For a store that is away. */
export const RETRY_SECONDS = 2;

/** What a client is told of an error, and how long to wait where that helps, in seconds. */
export function refusalOf(
  error: unknown,
  spell: Spell,
): { readonly status: ContentfulStatusCode; readonly refusal: Refusal; readonly retryAfter: number | null } {
  const told = (text: string) => redacted(spelled(text, spell)).split('\n').map(printable).join('\n');
  if (error instanceof LatentsweepError) {
    const { code, message, hint } = error;
    const away = error instanceof TryAgain;
    const known = STATUS[code] ?? (error instanceof InputError ? 400 : 500);
    return {
      status: away ? 503 : known,
      refusal: { error: { code, message: told(message), hint: told(hint) } },
      retryAfter: away ? RETRY_SECONDS : null,
    };
  }
  // Its message may quote anything; the log has it.
  const message = 'The dashboard failed to answer.';
  const hint =
    'This is a fault of latentsweep itself. Start it again with --debug to see where, and report that.';
  return { status: 500, refusal: { error: { code: 'internal', message, hint } }, retryAfter: null };
}
