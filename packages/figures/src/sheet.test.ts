import { expect, test } from 'vitest';
import { textsOf } from './fixtures/of-kind.ts';
import { DRAWN } from './fixtures/sample.ts';
import { beyondNote, measureTitle, sheetOf } from './sheet.ts';

const texts = (more: object, frame = { width: 640, height: 400 }) =>
  textsOf(sheetOf({ ...DRAWN, ...more }, frame, { title: 'A figure' }).marks);

test('a sample and a condition are said, and what is whole is counted', () => {
  const sample = { shown: 2000, of: 100_000, what: 'configs' };
  expect(texts({ sample, where: "arm = 'smote'" })).toContain(
    "deck-mixing · a sample of 2,000 of 100,000 configs · where arm = 'smote'",
  );
  const estimated = { ...sample, of: 66_116, estimated: true };
  expect(texts({ sample: estimated })).toContain('deck-mixing · a sample of 2,000 of about 66,000 configs');
  expect(texts({ sample: { shown: 1, of: 1, what: 'trials' } })).toContain('deck-mixing · 1 trial');
});

test('notes stand below, as many as there is room for', () => {
  const notes = ['One.', 'Two.', 'Three.', 'Four.', 'Five.', 'Six.'];
  const { body } = sheetOf({ ...DRAWN, notes }, { width: 640, height: 400 }, { title: 'A figure' });
  expect(body.y + body.height).toBeLessThan(330);
  expect(texts({ notes }).filter((text) => notes.includes(text))).toEqual(notes.slice(0, 5));
  expect(texts({ notes }, { width: 640, height: 100 }).filter((text) => notes.includes(text))).toEqual([]);
});

test('a long title takes a second line where there is room', () => {
  const title = 'How many configs reach what test_balanced_accuracy';
  const { marks } = sheetOf(DRAWN, { width: 260, height: 400 }, { title });
  expect(textsOf(marks).slice(0, 2).join(' ')).toBe(title);
});

test('a measure says its unit where it has one', () => {
  expect(measureTitle('test_log_loss')).toMatch(/^test_log_loss \(.+\)$/);
  expect(measureTitle('test_accuracy')).toBe('test_accuracy');
});

test('values beyond the axis are counted', () => {
  expect(beyondNote(0, 'config')).toEqual([]);
  expect(beyondNote(2, 'config')).toEqual(['2 configs far from the others are drawn at the edge.']);
});
