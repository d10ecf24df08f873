import type { Socket } from 'node:net';
import type pg from 'pg';

/** Far longer than any statement of ours takes; a link that broke without a word would else be waited for for hours. */
export const SILENT_MS = 180_000;

/** Breaks a connection over which nothing has come or gone for so long: whoever waits for an answer is told. */
export function breakWhenSilent(client: pg.PoolClient, ms: number): void {
  const stream = streamOf(client);
  stream.on('timeout', () => {
    const error = new Error(`Postgres has not answered for ${stream.timeout! / 1000} s`);
    stream.destroy(Object.assign(error, { code: 'ETIMEDOUT' }));
  });
  stream.setTimeout(ms);
}

/** Until the function that it returns is called, the connection may be silent for at least so long. */
export function allowSilence(client: pg.PoolClient, ms: number): () => void {
  const stream = streamOf(client);
  const before = stream.timeout ?? 0;
  if (before === 0 || before >= ms) return () => {};
  stream.setTimeout(ms);
  return () => {
    stream.setTimeout(before);
  };
}

function streamOf(client: pg.PoolClient): Socket {
  return (client as unknown as { readonly connection: { readonly stream: Socket } }).connection.stream;
}
