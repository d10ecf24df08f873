import { describe, expect, test } from 'vitest';
import { definition, report, row, withSweep } from './fixtures.ts';
import { reportPage } from './page.ts';
import type { Report } from './report.ts';

const textOf = (given: Report) =>
  reportPage(given)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');

describe('a report', () => {
  test('says what was asked, what came of it, and how to have it again', () => {
    const text = textOf(report);
    for (const part of [
      'What it asks.',
      'As of 2026-01-03 04:05:06 UTC: completed. Trials: 24 completed, of 24 planned.',
      'loss_weights.kl uniform 0 to 0.5',
      'metric test_accuracy, maximize',
      '=1 smote 0.7000 ± 0.0100',
      '+0.0200 ± 0.0100',
      'In all rows: loss_weights_kl=0.5',
      'sweep plot deck history --to history.svg',
      'Not drawn: One config only.',
      'Augmentation helps in part: smote, chosen by validation among 1 config that makes rows (test_accuracy 0.6167), is better than doing nothing',
      'doing nothing arm=none +0.1067',
      'Not compared with oversampling and shifting the threshold: add oversample and prior_shift',
      'sweep run deck.yaml --seed 7 --replicates 3 sweep show deck --checksum',
      'checksum c0ffee',
      'latentsweep 0.1.0, Node 24.0.0',
      'name: deck',
    ]) {
      expect(text).toContain(part);
    }
  });

  test('has nothing in it that would be fetched, and no script', () => {
    const page = reportPage(report).replaceAll('http://www.w3.org/2000/svg', '');
    expect(page).not.toMatch(/https?:|\/\/[a-z]|<script|<link|<img|<iframe|@import|url\(|\son[a-z]+=/i);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
    const targets = [...page.matchAll(/href="([^"]*)"/g)].map(([, target]) => target!);
    expect(targets.length).toBeGreaterThan(5);
    for (const target of targets) expect(page).toContain(`id="${target.slice(1)}"`);
  });

  test('shows every text of a user as it is', () => {
    const bad = `<img src=x onerror="alert('1')">&\u0007`;
    const shown = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;';
    const given = withSweep({ name: bad, description: bad, reason: bad, source: `name: ${bad}\n` });
    const { board, whole } = given;
    const page = reportPage({
      ...given,
      whole: {
        ...whole,
        definition: {
          ...definition,
          parameters: [{ name: bad, distribution: { kind: 'constant', value: bad } }],
        },
        caveats: [{ code: 'x', message: bad, hint: bad, command: bad }],
        best: { value: 1, n: 1, hash: 'a1b2', config: { [bad]: bad } },
      },
      board: {
        ...board!,
        by: bad,
        twin: bad,
        varying: [{ name: bad, short: bad, values: [bad, bad] }],
        constant: [{ name: bad, value: bad }],
      },
      figures: [{ name: 'history', drawing: null, why: bad }],
    });
    expect(page).not.toContain('<img');
    expect(page).not.toContain('\u0007');
    expect(page.split(shown).length).toBeGreaterThan(12);
    expect(page).toContain(`<h1>${shown}\\u{7}</h1>`);
  });

  test('of a sweep with several objectives names them, and has a column of each', () => {
    const metrics = [
      { name: 'test_accuracy', goal: 'maximize' },
      { name: 'val_ece', goal: 'minimize' },
    ] as const;
    const several = { ...definition, metrics };
    const board = { ...report.board!, shown: ['val_ece'], rows: [row({ shown: [0.0625] })] };
    const whole = {
      ...report.whole,
      definition: several,
      sweep: { ...report.whole.sweep, definition: several },
    };
    const text = textOf({ ...report, whole, board });
    expect(text).toContain('metrics test_accuracy, maximize; val_ece, minimize');
    expect(text).toContain('val_ece :');
    expect(text).toContain('0.0625');
  });

  test('of a sweep without a result says so', () => {
    const whole = { ...report.whole, best: null, state: 'running' as const };
    const text = textOf({ ...report, whole, board: null, checksum: null, figures: [] });
    expect(text).toContain('No config has a result yet.');
    expect(text).toContain('there is none before the sweep is completed');
  });

  test('of a sweep that runs says how far it is', () => {
    const counts = { ...report.whole.counts, completed: 5, running: 2, queued: 17 };
    const text = textOf({ ...report, whole: { ...report.whole, state: 'running', counts } });
    expect(text).toContain('running. Trials: 5 completed; 2 running, 17 queued, of 24 planned.');
  });

  test('is of a bounded size, whatever the sweep', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => i);
    const given = withSweep({ source: 'x'.repeat(2_000_000), description: 'y'.repeat(1_000_000) });
    const parameters = [
      { name: 'epochs', distribution: { kind: 'categorical' as const, values, probabilities: null } },
    ];
    const page = reportPage({
      ...given,
      whole: { ...given.whole, definition: { ...definition, parameters } },
    });
    expect(page.length).toBeLessThan(100_000);
    expect(page).toContain('…');
  });

  test('has a few parameters as columns, many as a text beside the arm', () => {
    const some = (name: string) => ({ name, short: undefined, values: [name, null] });
    const board = { ...report.board!, varying: ['p0', 'arm', 'p1', 'p2'].map(some) };
    const page = reportPage({ ...report, board });
    expect(page).toContain('<th scope="col">arm</th><th scope="col">parameters</th>');
    expect(page).toContain('<td>arm</td><td><code>p0=p0 p1=p1 p2=p2</code></td>');
    const few = reportPage({ ...report, board: { ...board, varying: board.varying.slice(0, 2) } });
    expect(few).toContain('<th scope="col">p0</th><th scope="col">arm</th>');
  });
});

test('intervals are drawn on one axis, the best as one that is not told apart', () => {
  const board = {
    ...report.board!,
    rows: [row({ tied: true, mean: 1, half: 0.5 }), row({ mean: 0, half: null })],
  };
  const page = reportPage({ ...report, board });
  // 140 pixels from 0 to 1.5, from the edge of 5.
  expect(page).toContain(
    '<svg class="bar tied" viewBox="0 0 150 16" aria-hidden="true"><path d="M51.7 8H145.0',
  );
  expect(page).toContain(
    '<svg class="bar" viewBox="0 0 150 16" aria-hidden="true"><circle cx="5.0" cy="8" r="3"/>',
  );
});

test('a mean that is no number has no bar', () => {
  const board = {
    ...report.board!,
    rows: [row({ mean: Number.POSITIVE_INFINITY, half: null }), row({ mean: null, half: null })],
  };
  expect(reportPage({ ...report, board })).not.toContain('<svg class="bar');
});
