import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from './fixtures/any.ts';
import { ofKind, textsOf } from './fixtures/of-kind.ts';
import { outside } from './fixtures/outside.ts';
import { colourBarAt, legendAt } from './legend.ts';
import { LINE } from './text-width.ts';

const about = { title: '', description: '', selectable: [] };
const entry = (label: string) => ({ label, ink: { series: 1 }, like: 'point' }) as const;

test('entries stand in rows, each key before its label', () => {
  const { marks, height } = legendAt([entry('none'), entry('smote')], { x: 0, y: 0, width: 60 });
  expect(height).toBe(2 * LINE);
  expect(ofKind(marks, 'point').map(({ at }) => at)).toEqual([
    [8, LINE / 2],
    [8, LINE * 1.5],
  ]);
  expect(textsOf(marks)).toEqual(['none', 'smote']);
  expect(legendAt([], { x: 0, y: 0, width: 60 })).toEqual({ marks: [], height: 0 });
});

test('whatever it names, a legend stays within its width', () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 9 }), fc.integer({ min: 60, max: 900 }), (labels, width) => {
      const { marks, height } = legendAt(labels.map(entry), { x: 0, y: 0, width });
      expect(outside({ ...about, width, height, marks })).toEqual([]);
    }),
  );
});

test('a colour bar goes from one end of the scale to the other, and keeps its numbers', () => {
  for (const width of [224, 600]) {
    const marks = colourBarAt(
      { title: 'mean test_accuracy', from: '0.5000', to: '0.9000' },
      { x: 0, y: 0, width },
    );
    const fills = ofKind(marks, 'rect').map(({ fill }) => fill);
    expect([fills[0], fills.at(-1)]).toEqual([{ scale: 0 }, { scale: 1 }]);
    expect(textsOf(marks)).toEqual([expect.stringMatching(/^mean/), '0.5000', '0.9000']);
    expect(outside({ ...about, width, height: LINE, marks })).toEqual([]);
  }
});
