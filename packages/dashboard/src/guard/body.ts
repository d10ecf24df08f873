import type { IncomingMessage } from 'node:http';
import { InputError } from '@latentsweep/core';

/** As much as a sweep file may be, and its envelope. */
const MOST_BYTES = 1_100_000;

/** The JSON object that a request carries. Throws InputError `bad_body`, `body_too_large`. */
export async function readObject(
  incoming: IncomingMessage,
  mostBytes = MOST_BYTES,
): Promise<Readonly<Record<string, unknown>>> {
  const parsed = parse(await readText(incoming, mostBytes));
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed))
    throw badBody('is no object of JSON');
  return parsed as Readonly<Record<string, unknown>>;
}

/** The same as it was written. No page of another site can send such a body without being asked whether it may. */
export async function readText(incoming: IncomingMessage, mostBytes: number): Promise<string> {
  if (!/^application\/json\b/.test(incoming.headers['content-type'] ?? '')) {
    throw badBody('is not said to be JSON');
  }
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > mostBytes) {
      throw new InputError(
        'body_too_large',
        `More than ${mostBytes >= MOST_BYTES ? '1 MB' : `${mostBytes / 1024} KiB`} was sent.`,
        'A sweep file and a query are short; data are named by their path.',
      );
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badBody('is no JSON');
  }
}

const badBody = (is: string) =>
  new InputError(
    'bad_body',
    `What was sent ${is}.`,
    'Send an object of JSON with `content-type: application/json`.',
  );
