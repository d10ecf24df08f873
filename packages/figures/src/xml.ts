import { printable } from '@latentsweep/core';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Anybody's text for an element or an attribute of XML or HTML, on one line: markup is escaped, and what XML has no way to
 * write (control characters, lone surrogates, U+FFFE and U+FFFF) is spelt out as `\u{7}`.
 */
export function escaped(text: string): string {
  return printable(text)
    .replaceAll(/[\ufffe\uffff]/g, (c) => `\\u{${c.codePointAt(0)!.toString(16).toUpperCase()}}`)
    .replaceAll(/[&<>"']/g, (c) => ESCAPES[c]!);
}

/** The same for several lines, which stay apart. */
export function escapedLines(text: string): string {
  return text.split('\n').map(escaped).join('\n');
}
