import { createInterface } from 'node:readline/promises';
import { text as readText } from 'node:stream/consumers';
import type { WriteStream } from 'node:tty';
import { COLOURED, PLAIN } from './style.ts';
import type { Output, Terminal } from './terminal.ts';

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const out = output(process.stdout);
  const err = output(process.stderr);
  return {
    out,
    err,
    canAsk: process.stdin.isTTY === true && process.stderr.isTTY === true,
    ask,
    readInput: () => readText(process.stdin),
    onResize(listener) {
      process.stderr.on('resize', listener);
      return () => process.stderr.off('resize', listener);
    },
  };
}

/** Ctrl-C (the question rejects) and Ctrl-D (the dialogue closes) are a no. */
async function ask(question: string): Promise<boolean> {
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<null>((resolve) => dialogue.once('close', () => resolve(null)));
  const answered = dialogue.question(`${question} [y/N] `).catch(() => null);
  const answer = await Promise.race([answered, closed]);
  dialogue.close();
  if (answer === null) {
    process.stderr.write('\n');
    return false;
  }
  return /^y(es)?$/i.test(answer.trim());
}

function output(stream: WriteStream): Output {
  let closed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
    closed = true;
  });
  // A dumb terminal knows neither colours nor how to move the cursor.
  const isTerminal = stream.isTTY === true && process.env['TERM'] !== 'dumb';
  return {
    isTerminal,
    style: isTerminal && stream.hasColors() ? COLOURED : PLAIN,
    get width() {
      return isTerminal ? stream.columns || 80 : Number.POSITIVE_INFINITY;
    },
    get closed() {
      return closed;
    },
    write(text) {
      if (!closed) stream.write(text);
    },
    async writeAll(text) {
      if (closed || stream.write(text)) return;
      await new Promise<void>((resolve) => {
        const done = () => {
          stream.off('drain', done).off('error', done).off('close', done);
          resolve();
        };
        stream.on('drain', done).on('error', done).on('close', done);
      });
    },
  };
}
