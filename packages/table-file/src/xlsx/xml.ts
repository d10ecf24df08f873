/**
 * XML as spreadsheets have it, in pieces: elements with their attributes, and text. Names are given without their
 * prefix. A document type is refused, and with it all entities but the five of XML itself, so that none can grow.
 */

export type XmlEvent =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: Attributes }
  | { readonly kind: 'close'; readonly name: string }
  | { readonly kind: 'text'; readonly text: string };

/** By local name; `id` of `r:id` stands as `r:id` too. */
type Attributes = Readonly<Record<string, string>>;

export class XmlError extends Error {}

/** A tag or a text of more letters is none. */
const LONGEST = 16 * 1024 * 1024;
const TAG = /<(?:[^"'<>]|"[^"<]*"|'[^'<]*')*>/y;

export class XmlReader {
  #rest = '';
  /** Elements that are open. */
  #depth = 0;

  /** What has come to its end; with `last` all of it. Throws XmlError. */
  read(piece: string, last = false): XmlEvent[] {
    const text = this.#rest + piece;
    const events: XmlEvent[] = [];
    let at = 0;
    while (at < text.length) {
      const next = text[at] === '<' ? markup(text, at, events) : plain(text, at, last, events);
      if (next === null) break;
      at = next;
    }
    for (const { kind } of events) this.#depth += kind === 'open' ? 1 : kind === 'close' ? -1 : 0;
    this.#rest = text.slice(at);
    if (this.#rest.length > LONGEST) throw new XmlError('a part of it never ends');
    if (last && (this.#rest.trim() !== '' || this.#depth !== 0)) throw new XmlError('it ends too early');
    return events;
  }
}

function plain(text: string, from: number, last: boolean, events: XmlEvent[]): number | null {
  const end = text.indexOf('<', from);
  if (end < 0 && !last) return null;
  const found = text.slice(from, end < 0 ? text.length : end);
  events.push({ kind: 'text', text: unescaped(found) });
  return from + found.length;
}

/** Where the markup at `from` ends; null where that is still to come. */
function markup(text: string, from: number, events: XmlEvent[]): number | null {
  if (text.startsWith('<!--', from)) return past(text, from, '-->');
  if (text.startsWith('<?', from)) return past(text, from, '?>');
  if (text.startsWith('<![CDATA[', from)) {
    const end = past(text, from, ']]>');
    if (end !== null) events.push({ kind: 'text', text: text.slice(from + 9, end - 3) });
    return end;
  }
  if (text.startsWith('<!', from) && text.length > from + 9) throw new XmlError('it has a document type');
  TAG.lastIndex = from;
  const tag = TAG.exec(text)?.[0];
  if (tag === undefined) return null;
  if (tag.startsWith('</')) events.push({ kind: 'close', name: local(tag.slice(2, -1).trim()) });
  else {
    const closed = tag.endsWith('/>');
    const [, name = ''] = /^<([^\s/>]+)/.exec(tag) ?? [];
    if (name === '') throw new XmlError('it has a tag without a name');
    events.push({ kind: 'open', name: local(name), attributes: attributesOf(tag.slice(name.length + 1)) });
    if (closed) events.push({ kind: 'close', name: local(name) });
  }
  return from + tag.length;
}

function past(text: string, from: number, end: string): number | null {
  const at = text.indexOf(end, from);
  return at < 0 ? null : at + end.length;
}

function attributesOf(text: string): Attributes {
  const found: Record<string, string> = Object.create(null);
  for (const [, name, double, single] of text.matchAll(/([^\s=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const value = unescaped(double ?? single ?? '');
    found[local(name!)] ??= value;
    if (/:id$/.test(name!)) found['r:id'] = value;
  }
  return found;
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
