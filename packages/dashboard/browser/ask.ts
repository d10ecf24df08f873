/** Asking the server, and telling it to act. */

import type { Refusal } from '../src/api.ts';
import { below } from './base.ts';

/** What the server refused, or that it did not answer. */
export class Refused extends Error {
  readonly code: string;
  readonly hint: string;
  /** It may go away by itself: the server or its store does not answer. */
  readonly passes: boolean;

  constructor({ code, message, hint }: Refusal['error'], passes = false) {
    super(message);
    this.code = code;
    this.hint = hint;
    this.passes = passes;
  }
}

/** The answer to a path below `api/`. Throws Refused, or what an aborted fetch throws. */
export function ask<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return answerOf(path, signal ? { signal } : {});
}

/** The answer to what a path below `api/` is told. Throws Refused. */
export function tell<Answer>(path: string, body: object, signal?: AbortSignal): Promise<Answer> {
  return answerOf(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
    ...(signal ? { signal } : {}),
  });
}

async function answerOf<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const url = below(`api/${path}`);
  const response = await fetch(url, init).catch((error: unknown) => {
    throw init.signal?.aborted ? error : new Refused(NO_SERVER, true);
  });
  const said: unknown = await response.json().catch(() => null);
  if (response.ok && said !== null) return said as Answer;
  const refusal = (said as Refusal | null)?.error;
  throw new Refused(refusal ?? unexplained(response.status), response.status >= 502);
}

const NO_SERVER = {
  code: 'no_server',
  message: 'The server does not answer.',
  hint: 'Is the command that opened this page still running? The page asks again by itself.',
};

const unexplained = (status: number) => ({
  code: `status_${status}`,
  message: `The server answered with status ${status}.`,
  hint: 'A proxy between this page and the server may have said that.',
});

/** A file below `api/`, as the href of a link. */
export const fileUrl = (path: string): string => below(`api/${path}`);
