import fc from 'fast-check';
import { expect, test } from 'vitest';
import { charactersOf, frameOfCharacters } from './characters.ts';
import type { Drawing, Mark, Place } from './drawing.ts';
import { draw } from './figures.ts';
import { sampleContour, sampleHistory, sampleSlice } from './fixtures/sample.ts';

const SIZE = { columns: 20, rows: 4 };
const drawing = (...marks: Mark[]): Drawing => ({
  ...{ width: 140, height: 64 },
  ...{ title: '', description: '', selectable: [], marks },
});
const shown = (...marks: Mark[]) => charactersOf(drawing(...marks), SIZE);
const text = (said: string, at: Place, more: object = {}) =>
  ({ kind: 'text', at, text: said, ink: 'text', ...more }) as Mark;

test('a line goes from corner to corner in dots', () => {
  const lines = shown({
    kind: 'line',
    through: [
      [0, 63],
      [139, 0],
    ],
    stroke: 'text',
  });
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^ {14,16}[\u2801-\u28ff]+$/);
  expect(lines[3]).toMatch(/^[\u2801-\u28ff]+$/);
});

test('a picture is the dots of what is light in it, whatever its channels', () => {
  const at = { kind: 'image', x: 0, y: 16, width: 140, height: 32 } as const;
  const grey = shown({ ...at, pixels: { width: 2, height: 1, channels: 1, bytes: btoa('\0ÿ') } });
  expect(grey).toEqual(['', `${' '.repeat(10)}${'⣿'.repeat(10)}`, `${' '.repeat(10)}${'⣿'.repeat(10)}`, '']);
  const white = btoa('\0\0\0ÿÿÿ');
  expect(shown({ ...at, pixels: { width: 2, height: 1, channels: 3, bytes: white } })).toEqual(grey);
});

test('an axis is a line of a box, with ticks', () => {
  const lines = shown(
    {
      kind: 'line',
      through: [
        [0, 40],
        [140, 40],
      ],
      stroke: 'muted',
    },
    {
      kind: 'line',
      through: [
        [70, 40],
        [70, 44],
      ],
      stroke: 'muted',
    },
  );
  expect(lines[2]).toBe('──────────┬─────────');
});

test('text stands where it is anchored, and is cut at the edge', () => {
  expect(shown(text('left', [0, 12]), text('right', [140, 12], { anchor: 'end' }))[0]).toBe(
    'left           right',
  );
  expect(shown(text('mid', [70, 12], { anchor: 'middle' }))[0]).toBe('         mid');
  expect(shown(text('much longer than the terminal is wide', [0, 12]))[0]).toBe('much longer than th…');
});

test('text never lies over text', () => {
  expect(shown(text('first', [0, 12]), text('second', [14, 12]))[0]).toBe('first');
  expect(shown(text('first', [0, 12]), text('near', [35, 12]))[0]).toBe('first near');
});

test('broad characters take two columns, and control characters none of the terminal', () => {
  expect(shown(text('漢字', [0, 12]), text('x', [42, 12]))[0]).toBe('漢字  x');
  expect(shown(text('\u001b[31m', [0, 12]))[0]).toBe('\\u{1B}[31m');
});

test('upright text is read downwards from the axis', () => {
  const lines = shown(text('abcdef', [7, 20], { upright: true, anchor: 'end' }));
  expect(lines).toEqual(['', ' a', ' b', ' c']);
});

test('without colours, series differ by characters and dashes, and shades by dots', () => {
  const point = (series: number): Mark => ({
    kind: 'point',
    at: [3 + 14 * series, 8],
    radius: 2,
    fill: { series },
  });
  expect(shown(point(0), point(1), point(2))[0]).toBe('● ■ ◆');
  const line = (series: number): Mark => ({
    kind: 'line',
    through: [
      [0, 8],
      [139, 8],
    ],
    stroke: { series },
  });
  expect(shown(line(0))[0]).not.toBe(shown(line(1))[0]);
  const shade = (scale: number): Mark => ({
    kind: 'rect',
    x: 0,
    y: 0,
    width: 140,
    height: 64,
    fill: { scale },
  });
  const dots = (lines: string[]) =>
    [...lines.join('')].reduce(
      (sum, c) => sum + (c.codePointAt(0)! - 0x2800).toString(2).replaceAll('0', '').length,
      0,
    );
  const [low, middle, high] = [0, 0.5, 1].map((scale) => dots(shown(shade(scale))));
  expect(low).toBeLessThan(middle!);
  expect(middle).toBeLessThan(high!);
  expect(high).toBe(20 * 4 * 8);
});

test('an area is filled between its edges', () => {
  const lines = shown({
    kind: 'area',
    around: [
      [0, 0],
      [70, 0],
      [70, 64],
      [0, 64],
    ],
    fill: 'text',
  });
  expect(lines).toEqual(Array.from({ length: 4 }, () => '⣿'.repeat(10)));
});

test('neighbours of one ink are painted together', () => {
  const paint = (said: string, ink: unknown) => `<${JSON.stringify(ink)} ${said}>`;
  const marks = [text('one', [0, 12]), text('two', [35, 12], { ink: 'muted' })];
  expect(charactersOf(drawing(...marks), { ...SIZE, paint })[0]).toBe('<"text" one>  <"muted" two>');
});

test('figures fill a terminal of any size and stay in it', () => {
  const figures = [sampleHistory(300), sampleSlice(100), sampleContour()];
  fc.assert(
    fc.property(
      fc.constantFrom(...figures),
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 60 }),
      (data, columns, rows) => {
        const lines = charactersOf(draw(data, frameOfCharacters(columns, rows)), { columns, rows });
        expect(lines).toHaveLength(rows);
        for (const line of lines) expect([...line].length).toBeLessThanOrEqual(columns);
      },
    ),
    { numRuns: 60 },
  );
});

test('a history is read in a terminal', () => {
  const size = { columns: 80, rows: 20 };
  const lines = charactersOf(draw(sampleHistory(300), frameOfCharacters(80, 20)), size).join('\n');
  expect(lines).toContain('test_accuracy: the best so far');
  expect(lines).toContain('deck-mixing · 300 configs');
  expect(lines).toMatch(/best 0\.\d{4}/);
});
