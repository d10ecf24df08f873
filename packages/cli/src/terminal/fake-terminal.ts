import { PLAIN } from './style.ts';
import type { Output, Terminal } from './terminal.ts';

/** A terminal for tests, which keeps what is written. */
export interface FakeTerminal extends Terminal {
  readonly written: { out: string; err: string };
}

export function fakeTerminal(
  options: { readonly width?: number; readonly answer?: boolean } = {},
): FakeTerminal {
  const written = { out: '', err: '' };
  const output = (name: 'out' | 'err'): Output => ({
    isTerminal: options.width !== undefined,
    width: options.width ?? Number.POSITIVE_INFINITY,
    style: PLAIN,
    closed: false,
    write(text) {
      written[name] += text;
    },
    async writeAll(text) {
      written[name] += text;
    },
  });
  return {
    written,
    out: output('out'),
    err: output('err'),
    canAsk: options.answer !== undefined,
    ask: () => Promise.resolve(options.answer ?? false),
    readInput: () => Promise.resolve(''),
    onResize: () => () => {},
  };
}
