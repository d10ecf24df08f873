import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Drawing, Mark } from './drawing.ts';
import { svgOf } from './svg.ts';

const drawing = (marks: readonly Mark[], more: Partial<Drawing> = {}): Drawing => ({
  ...{ width: 100, height: 50, title: 'a title', description: 'what it shows', selectable: [] },
  ...more,
  marks,
});
const text = (said: string): Mark => ({ kind: 'text', at: [1, 2], text: said, ink: 'text' });
const THEMES = ['light', 'dark', 'page'] as const;

/** A reader of XML, strict enough for what we write: elements that close, attributes in quotes, known entities. */
function readXml(source: string): { readonly names: string[]; readonly texts: string[] } {
  // What XML 1.0 allows, "Char".
  expect(source).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
  const open: string[] = [];
  const names: string[] = [];
  const texts: string[] = [];
  const token = /<(\/?)([a-z]+)((?: [a-zA-Z:-]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  let at = 0;
  while (at < source.length) {
    token.lastIndex = at;
    const match = token.exec(source);
    if (!match) throw new Error(`No XML from here: ${source.slice(at, at + 80)}`);
    const [whole, closing, name, attributes = '', single, said] = match;
    for (const ampersand of `${attributes}${said ?? ''}`.matchAll(/&(?!(?:amp|lt|gt|quot|#39);)/g)) {
      throw new Error(`A bare ampersand at ${ampersand.index} of ${whole}`);
    }
    if (said !== undefined) texts.push(unescaped(said));
    else if (closing) expect(open.pop()).toBe(name);
    else {
      names.push(name!);
      if (!single) open.push(name!);
    }
    at += whole.length;
  }
  expect(open).toEqual([]);
  return { names, texts };
}

const unescaped = (source: string) =>
  source
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

test('a file stands alone: its size, fonts, surface, title and description', () => {
  const svg = svgOf(drawing([]), { theme: 'dark' });
  expect(svg).toMatch(
    /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 100 50" width="100" height="50" role="img"/,
  );
  expect(svg).toContain("font-family=\"'DejaVu Sans', ");
  expect(svg).toContain('<title>a title</title>\n<desc>what it shows</desc>');
  expect(svg).toContain('<rect width="100" height="50" fill="#0d1117"/>');
});

test('on a page, colours are the page’s and nothing is an inline style or a script', () => {
  const tip = 'vae_mixing\naccuracy 0.9';
  const point = { kind: 'point', at: [1, 2], radius: 3, fill: { series: 2 } } as const;
  const svg = svgOf(
    drawing([{ ...point, tip, leadsTo: { config: 'abc' } }, { ...point, leadsTo: { trial: 7 } }, point]),
    { theme: 'page' },
  );
  expect(svg).not.toMatch(/style=|<style|<script|\son[a-z]+=|#[0-9a-f]{6}/);
  expect(svg).toContain('fill="var(--figure-series-2)"');
  expect(svg).toContain('role="group"');
  expect(svg).toContain(
    'data-config="abc" role="link" tabindex="0" aria-label="vae_mixing, accuracy 0.9"><title>vae_mixing\naccuracy 0.9</title></circle>',
  );
  expect(svg).toContain('data-trial="7" role="link" tabindex="-1"/>');
  expect(svg.match(/tabindex/g)).toHaveLength(2);
});

test('marks of all kinds are drawn where they are', () => {
  const marks: Mark[] = [
    { kind: 'rect', x: 1.234, y: 2, width: 3, height: 4, fill: 'accent', stroke: 'text', opacity: 0.5 },
    {
      kind: 'line',
      through: [[0, 0], [1, 1], null, [2, 2], [3, 3]],
      stroke: 'muted',
      dashed: true,
      width: 2,
    },
    {
      kind: 'area',
      around: [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      fill: { scale: 1 },
    },
    { kind: 'point', at: [5, 5], radius: 1, fill: 'text', shape: 'diamond' },
    { kind: 'point', at: [5, 5], radius: 1, fill: 'text', shape: 'square' },
    { ...text('up'), upright: true, bold: true, anchor: 'end', size: 9 } as Mark,
  ];
  expect(svgOf(drawing(marks), { theme: 'light' }).split('\n').slice(4, -2)).toEqual([
    '<rect x="1.23" y="2" width="3" height="4" fill="#c2185b" stroke="#16191d" opacity="0.5"/>',
    '<path d="M0 0L1 1M2 2L3 3" fill="none" stroke="#5b636d" stroke-width="2" stroke-linejoin="round" stroke-dasharray="5 4"/>',
    '<path d="M0 0L1 0L1 1Z" fill="#440154"/>',
    '<path d="M5 3.7L6.3 5L5 6.3L3.7 5Z" fill="#16191d"/>',
    '<rect x="4" y="4" width="2" height="2" fill="#16191d"/>',
    '<text x="1" y="2" font-size="9" fill="#16191d" text-anchor="end" font-weight="bold" transform="rotate(-90 1 2)">up</text>',
  ]);
});

test.each([
  ['<script>alert(1)</script>', '<script>alert(1)</script>'],
  ['"><img src=x onerror=alert(1)>', '"><img src=x onerror=alert(1)>'],
  ["a 'quoted' & named", "a 'quoted' & named"],
  ['\u0000\u001b[31m', '\\u{0}\\u{1B}[31m'],
  ['\ufffe\uffff', '\\u{FFFE}\\u{FFFF}'],
  ['\ud800', '\\u{D800}'],
  ['😀 漢字 \u202eabc', '😀 漢字 \\u{202E}abc'],
  [']]>', ']]>'],
])('%j is shown as it is', (written, shown) => {
  for (const theme of THEMES) {
    const { names, texts } = readXml(svgOf(drawing([text(written)]), { theme }));
    expect(texts).toContain(shown);
    expect(names).not.toContain('script');
  }
});

test('whatever anybody writes, it is XML of the same elements', () => {
  const odd = fc.constantFrom('<', '>', '&', '"', "'", '\n', '\u0000', '\uffff', '\ud800', '😀', ']]>');
  const piece = fc.oneof(
    odd,
    fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
  );
  const any = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(any, any, any, fc.constantFrom(...THEMES), (title, tip, hash, theme) => {
      const mark: Mark = {
        kind: 'point',
        at: [1, 1],
        radius: 1,
        fill: 'text',
        tip,
        leadsTo: { config: hash },
      };
      const svg = svgOf(drawing([mark, text(title)], { title, description: tip }), { theme });
      const elements =
        theme === 'page'
          ? ['svg', 'desc', 'circle', 'title', 'text']
          : ['svg', 'title', 'desc', 'rect', 'circle', 'title', 'text'];
      expect(readXml(svg).names).toEqual(elements);
    }),
  );
});
