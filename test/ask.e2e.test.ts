import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openWorkplace, type Workplace } from './sweep-process.ts';

/** The same function for a program and for one who asks: a bowl with a step, some noise by seed, and a corner without a value. */
const OBJECTIVE = `
  const loss = (Math.log10(lr) + 3) ** 2 + (layers - 3) ** 2 / 4 + (kind === 'b' ? 0.3 : 0) + (seed % 97) / 970;
  return lr > 0.09 ? Number.NaN : loss;
`;
const PROGRAM = `import { serve, seed as ofTrial } from './latentsweep.ts';
const loss = ({ lr, layers, kind }, seed) => {${OBJECTIVE}};
await serve((config) => ({ loss: loss(config, ofTrial()) }));
`;
const objective = new Function('{ lr, layers, kind }', 'seed', OBJECTIVE) as (
  config: object,
  seed: number,
) => number;

const METHODS = {
  grid: 'method: grid',
  random: 'method: random\nrun_cap: 24',
  sobol: 'method: sobol\nrun_cap: 24',
  bayes: 'method: bayes\nrun_cap: 40\nlag: 3',
  race: 'method: random\nrun_cap: 64\nrace: true',
  blocks: 'method: bayes\nrun_cap: 80\nlag: 4\nrace: true',
  target: 'method: sobol\nrun_cap: 60',
} as const;

function sweepFile(name: keyof typeof METHODS, how: string): string {
  const replicates = ['race', 'blocks'].includes(name) ? 4 : 2;
  const lr =
    name === 'grid'
      ? '{ values: [1e-5, 1e-3, 0.01, 0.095] }'
      : '{ min: 1e-5, max: 1e-1, distribution: log_uniform_values }';
  const metric = `{ name: loss, goal: minimize${name === 'target' ? ', target: 0.8' : ''} }`;
  return `${how}\nname: ${name}\nreplicates: ${replicates}\n${METHODS[name]}\nmetric: ${metric}
parameters: { lr: ${lr}, layers: { values: [2, 3, 4] }, kind: { values: [a, b] } }\n`;
}

interface Line {
  readonly trial: string;
  readonly config: object;
  readonly seed: number;
}

const linesOf = (out: string) =>
  out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

describe('a sweep that is asked', () => {
  let place: Workplace;

  beforeAll(async () => {
    place = await openWorkplace();
    vi.stubEnv('HOME', place.folder);
    vi.stubEnv('XDG_CONFIG_HOME', '');
    const client = new URL('../clients/typescript/latentsweep.ts', import.meta.url);
    await place.write('latentsweep.ts', readFileSync(client, 'utf8'));
    await place.write('train.mjs', PROGRAM);
    await place.write('programs.yaml', 'programs: { train.mjs: { warm: true } }\n');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await place.remove();
  });

  const query = async (select: string) => JSON.parse((await place.sweep('sql', '-f', 'json', select)).out);
  const resultsOf = (slug: string) =>
    query(
      `select lr, layers, kind, replicate, state, loss from sweep_${slug} order by lr, layers, kind, replicate`,
    );
  const proposedIn = (slug: string) =>
    query(`select lr, layers, kind, min(number) as first from sweep_${slug} group by 1, 2, 3 order by first`);
  const tell = ({ trial, config, seed }: Line) =>
    place.sweep('tell', trial, '--metric', `loss=${objective(config, seed)}`);

  test.each(Object.keys(METHODS) as (keyof typeof METHODS)[])(
    '%s: proposes, races and ends as where a program runs it',
    async (name) => {
      await place.write('run.yaml', sweepFile(name, 'program: train.mjs'));
      const run = await place.sweep('run', 'run.yaml', '--programs', 'programs.yaml', '--slots', '2');
      expect(run.code).toBe(0);
      await place.write('ask.yaml', sweepFile(name, 'ask: true'));
      let held: Line[] = [];
      for (let turn = 0; ; turn++) {
        const asked = await place.sweep('ask', 'ask.yaml', '-n', String(1 + (turn % 3)));
        expect(asked.code).toBe(0);
        held = [...held, ...linesOf(asked.out)];
        if (held.length === 0) {
          expect(asked.err).toContain(`Its leaderboard: `);
          break;
        }
        // The newest first, and not all of them: the order in which results come decides nothing.
        const kept = asked.out === '' ? 0 : Math.floor(held.length / 2);
        for (const line of held.splice(kept).toReversed()) {
          const { code, err } = await tell(line);
          // The sweep may have ended meanwhile.
          if (name !== 'target' || code !== 2) expect({ code, err }).toMatchObject({ code: 0 });
        }
      }
      const [ran] = await query(`select slug from sweeps where name = '${name}' order by id`);
      const asked = (await query(`select slug from sweeps where name = '${name}' order by id desc`))[0];
      expect(asked.slug).not.toBe(ran.slug);
      const ending = async (slug: string) => query(`select state, reason from sweeps where slug = '${slug}'`);
      expect(await ending(asked.slug)).toEqual(await ending(ran.slug));
      // What was under way when a config reached the target is others' luck.
      if (name === 'target') return;
      expect(await resultsOf(asked.slug)).toEqual(await resultsOf(ran.slug));
      if (['bayes', 'blocks', 'sobol'].includes(name)) {
        expect(await proposedIn(asked.slug)).toEqual(await proposedIn(ran.slug));
      }
      const top = async (slug: string) => (await place.sweep('top', slug, '-f', 'csv')).out;
      expect(await top(asked.slug)).toBe(await top(ran.slug));
    },
    300_000,
  );
});
