import { readdir, readFile } from 'node:fs/promises';
import { FIGURES, type FigureName } from '@latentsweep/figures';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IMAGES, IMAGES_CSV, openWorkplace, TINY, type Workplace } from './sweep-process.ts';

const NAMES = Object.keys(FIGURES) as FigureName[];

let place: Workplace;

beforeAll(async () => {
  place = await openWorkplace();
  await place.write('tiny.yaml', TINY);
  expect(await place.sweep('run', 'tiny.yaml', '--slots', '2')).toMatchObject({ code: 0 });
  await place.write('images.csv', IMAGES_CSV);
  await place.write('images.yaml', IMAGES);
  expect(await place.sweep('run', 'images.yaml', '--slots', '2')).toMatchObject({ code: 0 });
  await place.write('empty.yaml', TINY.replace('name: tiny', 'name: empty').replace('seed: 1', 'seed: 99'));
  expect(await place.sweep('submit', 'empty.yaml')).toMatchObject({ code: 0 });
});
afterAll(() => place.remove());

const json = async (...args: string[]) => JSON.parse((await place.sweep(...args)).out);
const plot = (...args: string[]) => place.sweep('plot', 'tiny', ...args);

describe.each(NAMES)('%s', (name) => {
  const sweep = name === 'images' ? 'images' : 'tiny';
  test('as SVG: a file that stands alone, with numbers alone', async () => {
    expect(await place.sweep('plot', sweep, name, '--to', `${name}.svg`)).toMatchObject({ code: 0, out: '' });
    const svg = await readFile(`${name}.svg`, 'utf8');
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>\s*$/);
    expect(svg).not.toMatch(/NaN|undefined|Infinity|var\(--/);
    expect(svg).toContain('width="720"');
    expect(svg).toMatch(/<desc>[^<]+<\/desc>/);
    // More than a title.
    expect(svg.match(/<(path|circle|rect|text)\b/g)!.length).toBeGreaterThan(8);
  });

  test('as CSV', async () => {
    const { code, out } = await place.sweep('plot', sweep, name);
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n').length).toBeGreaterThan(1);
    expect(out).not.toMatch(/NaN|undefined/);
  });
});

/** One of a sweep, one of a config, one that trains again: how a figure is written is the same for all. */
const SOME = ['history', 'confusion', 'roc'] as const;

describe.each(SOME)('%s', (name) => {
  test('as PNG, twice as many pixels as it is wide', async () => {
    expect(await plot(name, '--to', `${name}.png`, '--width', '400')).toMatchObject({ code: 0 });
    const png = await readFile(`${name}.png`);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(800);
  });

  test('as PDF', async () => {
    expect(await plot(name, '--to', `${name}.pdf`, '--dark')).toMatchObject({ code: 0 });
    const pdf = await readFile(`${name}.pdf`, 'latin1');
    expect(pdf).toMatch(/^%PDF-[\s\S]*%%EOF\s*$/);
  });

  test('as CSV to a file as through a pipe, and as JSON', async () => {
    expect(await plot(name, '--to', `${name}.csv`)).toMatchObject({ code: 0 });
    expect((await plot(name)).out).toBe(await readFile(`${name}.csv`, 'utf8'));
    expect(await json('plot', 'tiny', name, '-f', 'json')).toMatchObject({ figure: name, sweep: 'tiny' });
  });
});

describe('what is drawn', () => {
  test('is what the leaderboard has', async () => {
    const ranked = await json('top', 'tiny', '-f', 'json');
    const drawn = await json('plot', 'tiny', 'history', '-f', 'json');
    const means = (rows: { mean: number }[]) => rows.map(({ mean }) => mean).sort();
    expect(means(drawn.points)).toEqual(means(ranked.rows));
    expect(drawn.best.at(-1).mean).toBe(ranked.rows[0].mean);
  });

  test('is of some configs, by another metric', async () => {
    const asked = ['--where', 'latent_size = 4', '--by', 'test_recall'];
    const drawn = await json('plot', 'tiny', 'history', '-f', 'json', ...asked);
    expect(drawn).toMatchObject({ by: 'test_recall', where: 'latent_size = 4' });
    const ranked = await json('top', 'tiny', '-f', 'json', ...asked);
    expect(drawn.points).toHaveLength(ranked.rows.length);
  });

  test('is of one config, by the beginning of its hash', async () => {
    const [, second] = (await json('top', 'tiny', '-f', 'json')).rows;
    const hash = second.config_hash as string;
    const drawn = await json('plot', 'tiny', 'curves', '--config', hash.slice(0, 12), '-f', 'json');
    expect(drawn.config).toBe(hash);
  });

  test('is over the parameters that are named', async () => {
    const over = ['--parameter', 'epochs', '--parameter', 'latent_size'];
    const { x, y } = await json('plot', 'tiny', 'contour', '-f', 'json', ...over);
    expect([x.parameter, y.parameter]).toEqual(['epochs', 'latent_size']);
  });

  test('is of the rows that are asked for', async () => {
    const of = async (split: string) => json('plot', 'tiny', 'confusion', '--split', split, '-f', 'json');
    expect(await of('validation')).toMatchObject({ split: 'validation' });
    expect(await of('test')).toMatchObject({ split: 'test' });
  });

  test('is trained again to the same bits, and says so', async () => {
    const first = await plot('roc', '-f', 'csv');
    expect(await plot('roc', '-f', 'csv')).toMatchObject({ code: 0, out: first.out });
    const { trial_id } = { trial_id: first.out.split('\n')[1]!.split(',')[1] };
    const trial = await json('trial', trial_id!, '-f', 'json');
    const area = Number(first.out.split('\n')[1]!.split(',')[2]);
    expect(area).toBeCloseTo(trial.test_roc_auc, 10);
  });
});

describe('on a terminal', () => {
  test.each(SOME)('%s is drawn in characters, within its columns', async (name) => {
    for (const columns of [40, 200]) {
      const { code, out } = await place.onTerminal(columns, 'plot', 'tiny', name);
      expect(code).toBe(0);
      const lines = out.trimEnd().split('\n');
      expect(lines.length).toBeGreaterThan(10);
      expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(columns);
      expect(out).toMatch(/[\u2801-\u28FF●■◆▲○□◇△]/);
    }
  });
});

describe('global options', () => {
  test('stand before the command and behind it', async () => {
    const plain = await plot('importance');
    for (const args of [
      ['--store', '.latentsweep', 'plot', 'tiny', 'importance'],
      ['plot', 'tiny', 'importance', '--store', '.latentsweep'],
    ]) {
      expect(await place.sweep(...args)).toMatchObject({ code: 0, out: plain.out });
    }
    const elsewhere = await place.sweep('plot', 'tiny', 'importance', '--store', 'elsewhere');
    expect(elsewhere.err).toContain("There is no store at 'elsewhere'");
  });

  test('settings by file stand before the command alone', async () => {
    await place.write('other.yaml', 'store: .latentsweep\n');
    expect(await place.sweep('--config', 'other.yaml', 'plot', 'tiny', 'edf')).toMatchObject({ code: 0 });
    const { code, err } = await plot('edf', '--config', 'other.yaml');
    expect(code).toBe(2);
    expect(err).toContain("error[bad_option] --config of plot takes a config's hash");
    expect(err).toContain('sweep --config FILE plot');
  });
});

describe('what can not be drawn', () => {
  test.each([
    [['histroy'], 'unknown_figure', "There is no figure 'histroy'.\n  Did you mean history?"],
    [['zzz'], 'unknown_figure', 'Figures: history, '],
    [['history', '--to', 'a.jpg'], 'bad_option', '--to takes a file that ends in .svg, .png, .pdf or .csv'],
    [['history', '--to', 'a.svg', '-f', 'json'], 'bad_option', '--format is of what goes to stdout'],
    [['history', '--to', 'no/a.svg'], 'no_folder', "There is no folder 'no'."],
    [['history', '--width', '10'], 'bad_option', '--width takes a whole number from 240 to 4,000'],
    [['history', '--where', 'epochs >'], 'bad_where', 'Postgres refuses the condition: syntax error'],
    [['history', '--where', 'a; drop table x'], 'bad_where', 'is not allowed'],
    [['history', '--where', 'nothing = 1'], 'bad_where', 'nothing'],
    [['history', '--by', 'tset_accuracy'], 'unknown_metric', 'test_accuracy'],
    [['curves', '--config', 'ffffffffffff'], 'unknown_config', 'ffffffffffff'],
    [['slice', '--parameter', 'latnet_size'], 'unknown_parameter', 'latent_size'],
    [['history', '--where', 'epochs = 77'], 'nothing_to_draw', 'epochs = 77'],
    [['images'], 'nothing_to_draw', 'The data of tiny are rows of a table, not images.'],
    [['history', '--split', 'train'], 'bad_option', '--split takes test, validation'],
  ])('%j is refused with what to do', async (args, code, says) => {
    const ended = await plot(...args);
    expect(ended).toMatchObject({ code: 2, out: '' });
    expect(ended.err).toContain(`error[${code}]`);
    expect(ended.err).toContain(says);
    expect(ended.err).not.toMatch(/\bat .*\.ts:/);
  });

  test.each(SOME)('%s of a sweep without a result says that there is none', async (name) => {
    const { code, err } = await place.sweep('plot', 'empty', name, '--to', 'none.svg');
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('error[nothing_to_draw]') });
    expect(await readdir('.')).not.toContain('none.svg');
  });

  test('a file that is there is replaced on demand alone', async () => {
    await place.write('mine.svg', 'mine');
    const refused = await plot('edf', '--to', 'mine.svg');
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('error[file_exists]') });
    expect(await readFile('mine.svg', 'utf8')).toBe('mine');
    expect(await plot('edf', '--to', 'mine.svg', '--force')).toMatchObject({ code: 0 });
    expect(await readFile('mine.svg', 'utf8')).toContain('<svg');
  });

  test.runIf(process.platform === 'linux')('a place where nobody may write is said to be one', async () => {
    const { code, err } = await plot('edf', '--to', '/sys/a.svg');
    expect(code).toBe(1);
    expect(err).toMatch(/^error\[not_permitted\] .*\/sys\/a\.svg/);
    expect(err).not.toMatch(/\bat .*\.ts:/);
  });

  test('Ctrl-C stops training again, and writes nothing', async () => {
    const text = TINY.replace('name: tiny', 'name: slow')
      .replace('train: 400', 'train: 40000')
      .replace('[oversample, vae_mixing]', '[vae_mixing]')
      .replace('[2, 4]', '[4]')
      .replace('[1, 2]', '[300]');
    await place.write('slow.yaml', text);
    expect(await place.sweep('run', 'slow.yaml')).toMatchObject({ code: 0 });
    const running = place.start('plot', 'slow', 'roc', '--to', 'slow.svg');
    await running.says(/training trial \d+ again, 1 of 2/);
    running.child.kill('SIGINT');
    const { code, out, err } = await running.ended;
    expect({ code, out }).toEqual({ code: 130, out: '' });
    expect(err).toContain('Stopped; nothing was written.');
    expect(await readdir('.')).not.toContain('slow.svg');
  });

  test('help lists every figure with a sentence', async () => {
    const { out } = await place.sweep('help', 'plot');
    for (const name of NAMES) expect(out).toMatch(new RegExp(`^  ${name} +\\S.*\\.\\)?$`, 'm'));
  });
});
