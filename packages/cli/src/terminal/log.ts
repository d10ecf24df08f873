import type { Log } from '@latentsweep/app/services';
import { printable } from '@latentsweep/core';
import { pino } from 'pino';
import type { Terminal } from './terminal.ts';

/**
 * One line an event on stderr: for people on a terminal, else JSON, each line with what is said `about` the process.
 * Nothing secret may be in an entry.
 */
export function createLog({ err }: Terminal, about: Readonly<Record<string, string>>): Log {
  return err.isTerminal ? humanLog(err) : jsonLog(err, about);
}

function humanLog(err: Terminal['err']): Log {
  const { style } = err;
  const coloured = { info: (text: string) => text, warn: style.yellow, error: style.red };
  return {
    write({ level, text }) {
      const time = new Date().toTimeString().slice(0, 8);
      err.write(`${style.dim(time)}  ${coloured[level](printable(text))}\n`);
    },
  };
}

function jsonLog(err: Terminal['err'], about: Readonly<Record<string, string>>): Log {
  const logger = pino(
    {
      base: { ...about, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => err.write(line) },
  );
  return { write: ({ level, text, fields }) => logger[level](fields, text) };
}
