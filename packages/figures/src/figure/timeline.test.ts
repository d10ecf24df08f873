import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyFrame, anyNumber, anyText } from '../fixtures/any.ts';
import { outside, overlapping } from '../fixtures/outside.ts';
import { DRAWN } from '../fixtures/sample.ts';
import { textsOf } from '../fixtures/texts.ts';
import { drawTimeline, type TimelineData } from './timeline.ts';
import { timelineTable } from './timeline-table.ts';

const START = Date.UTC(2026, 10, 27, 13);
const MINUTE = 60_000;
const FRAME = { width: 640, height: 400 };

const data = (workers: TimelineData['workers'], more: Partial<TimelineData> = {}): TimelineData => ({
  ...DRAWN,
  figure: 'timeline',
  from: START,
  to: START + 60 * MINUTE,
  workers,
  moreWorkers: 0,
  ended: [1, 2, 3, 0],
  ...more,
});

const trial = (id: number, from: number, to: number | null, state = 'completed', attempt = 1) => ({
  id,
  from: START + from * MINUTE,
  to: to === null ? null : START + to * MINUTE,
  state,
  attempt,
});

const barsOf = (drawing: ReturnType<typeof drawTimeline>) =>
  drawing.marks.flatMap((mark) => (mark.kind === 'rect' && mark.leadsTo ? [mark] : []));

test('trials are bars from their start to their end in the colour of their state', () => {
  const drawing = drawTimeline(
    data([{ worker: 'node-1', trials: [trial(1, 0, 30), trial(2, 30, 60, 'failed', 2)], busy: [] }]),
    FRAME,
  );
  const [first, second] = barsOf(drawing) as [ReturnType<typeof barsOf>[0], ReturnType<typeof barsOf>[0]];
  expect(Math.abs(second.x - first.x - first.width)).toBeLessThan(1);
  expect(Math.abs(second.width - first.width)).toBeLessThan(1);
  expect(first.y).toBe(second.y);
  expect([first.fill, second.fill]).toEqual([{ series: 3 }, 'accent']);
  expect(second.leadsTo).toEqual({ trial: 2 });
  expect(second.tip).toContain('Attempt 2');
  expect(textsOf(drawing)).toEqual(
    expect.arrayContaining(['completed', 'failed', 'not the first attempt', 'node-1']),
  );
  expect(textsOf(drawing)).not.toContain('diverged');
  expect(drawing.marks.filter((mark) => mark.kind === 'point' && mark.leadsTo)).toHaveLength(1);
});

test('a trial that runs goes on to the end, two at once stand below one another', () => {
  const [first, second] = barsOf(
    drawTimeline(
      data([{ worker: 'w', trials: [trial(1, 0, 40), trial(2, 30, null, 'running')], busy: [] }]),
      FRAME,
    ),
  );
  expect(second!.y).toBeGreaterThanOrEqual(first!.y + first!.height);
  expect(second!.x + second!.width).toBeGreaterThan(FRAME.width * 0.9);
});

test('where trials are too many, the darker the busier, and what ended in each part below', () => {
  const drawing = drawTimeline(data([{ worker: 'w', trials: [], busy: [0, 1, 2, 4] }]), FRAME);
  const rects = drawing.marks.flatMap((mark) => (mark.kind === 'rect' && mark.tip ? [mark] : []));
  const busy = rects.filter((mark) => mark.tip!.includes('at work on average'));
  expect(busy.map((mark) => mark.opacity)).toEqual([0.15 + 0.85 / 4, 0.15 + 0.85 / 2, 1]);
  const ended = rects.filter((mark) => mark.tip!.includes('ended'));
  expect(ended.map(({ height }) => height / ended[0]!.height)).toEqual([
    1,
    expect.closeTo(2),
    expect.closeTo(3),
  ]);
  // The parts stand below one another.
  expect(busy[0]!.x).toBeCloseTo(ended[1]!.x, 5);
});

test('the axis says its zone', () => {
  expect(
    textsOf(drawTimeline(data([{ worker: 'w', trials: [trial(1, 0, 1)], busy: [] }]), FRAME)).join(' '),
  ).toMatch(/local time \(UTC/);
});

test('40 workers have a lane each where there is room, and those without are counted', () => {
  const workers = Array.from({ length: 40 }, (_, i) => ({
    worker: `node-${i}`,
    trials: [trial(i, 0, 30)],
    busy: [],
  }));
  const high = drawTimeline(data(workers), { width: 640, height: 600 });
  expect(barsOf(high)).toHaveLength(40);
  const low = drawTimeline(data(workers, { moreWorkers: 5 }), { width: 640, height: 240 });
  const shown = barsOf(low).length;
  expect(shown).toBeLessThan(40);
  expect(textsOf(low).join(' ')).toContain(`${45 - shown} more workers not shown.`);
  expect(outside(low)).toEqual([]);
  expect(overlapping(high)).toEqual([]);
});

test('without a trial, or without a time, it says so', () => {
  for (const nothing of [data([]), data([{ worker: 'w', trials: [], busy: [1] }], { from: Number.NaN })]) {
    expect(textsOf(drawTimeline(nothing, FRAME)).join(' ')).toContain('No trial has begun yet.');
  }
});

test('the table has a row a trial and a row a part', () => {
  const { columns, rows } = timelineTable(
    data([{ worker: 'w', trials: [trial(7, 0, 30, 'failed', 2)], busy: [] }], { ended: [4] }),
  );
  expect(columns).toEqual([
    'worker',
    'trial',
    'from',
    'to',
    'state',
    'attempt',
    'trials_at_work',
    'trials_ended',
  ]);
  expect([...rows]).toEqual([
    ['w', 7, '2026-11-27T13:00:00.000Z', '2026-11-27T13:30:00.000Z', 'failed', 2, null, null],
    [null, null, '2026-11-27T13:00:00.000Z', '2026-11-27T14:00:00.000Z', null, null, null, 4],
  ]);
});

test('whatever the times, nothing stands outside the frame', () => {
  const anyTime = fc.oneof(
    fc.integer({ min: -MINUTE, max: 90 * MINUTE }).map((ms) => START + ms),
    anyNumber,
  );
  const anyTrial = fc.record({
    id: fc.nat(),
    from: anyTime,
    to: fc.option(anyTime, { nil: null }),
    state: fc.constantFrom(
      'completed',
      'running',
      'diverged',
      'failed',
      'quarantined',
      'cancelled',
      'queued',
    ),
    attempt: fc.nat(5),
  });
  const anyWorker = fc.record({
    worker: anyText,
    trials: fc.array(anyTrial, { maxLength: 20 }),
    busy: fc.array(anyNumber, { maxLength: 20 }),
  });
  fc.assert(
    fc.property(
      fc.array(anyWorker, { maxLength: 50 }),
      fc.array(anyNumber),
      anyTime,
      anyTime,
      anyFrame,
      (workers, ended, from, to, frame) => {
        const drawing = drawTimeline(data(workers, { ended, from, to }), frame);
        expect(outside(drawing)).toEqual([]);
        timelineTable(data(workers, { ended, from, to }));
      },
    ),
    { numRuns: 150 },
  );
});
