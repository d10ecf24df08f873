import type { IncomingMessage } from 'node:http';
import { InputError } from '@latentsweep/core';

/** As much as a sweep file may be, and its envelope. */
const MOST_BYTES = 1_100_000;

/** The JSON object that a request carries. Throws InputError `bad_body`, `body_too_large`. */
export async function readObject(incoming: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  if (!/^application\/json\b/.test(incoming.headers['content-type'] ?? '')) {
    throw badBody('is not said to be JSON');
  }
  const text = await readText(incoming);
  const parsed = parse(text);
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed))
    throw badBody('is no object of JSON');
  return parsed as Readonly<Record<string, unknown>>;
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) {
      throw new InputError(
        'body_too_large',
        'More than 1 MB was sent.',
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
