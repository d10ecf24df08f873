import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from '../run-cli.ts';
import { fakeTerminal } from '../terminal/fixtures/fake-terminal.ts';

const FOUR_MILLION = `method: grid
dataset: { train: 400, validation: 200, test: 200 }
parameters: { latent_size: { min: 1, max: 1000 }, batch_size: { min: 1, max: 4000 } }
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latentsweep-run-'));
  await writeFile(join(folder, 'large.yaml'), FOUR_MILLION);
});
afterAll(() => rm(folder, { recursive: true }));

const run = async (answer?: boolean) => {
  const questions: string[] = [];
  const terminal = fakeTerminal(answer === undefined ? {} : { answer });
  const asking = {
    ...terminal,
    ask: (question: string) => {
      questions.push(question);
      return terminal.ask(question);
    },
  };
  const args = ['--store', join(folder, 'store'), 'run', join(folder, 'large.yaml')];
  return { code: await runCli(args, asking, {}), err: terminal.written.err, questions };
};

test('a sweep of millions of trials without run_cap is asked about at a terminal', async () => {
  expect(await run(false)).toEqual({
    code: 130,
    err: expect.stringMatching(/^Nothing was run\.\n$/m),
    questions: ['The sweep has 4,000,000 trials and no run_cap. Run it?'],
  });
});

test('and refused where nobody can answer', async () => {
  const { code, err, questions } = await run();
  expect({ code, questions }).toEqual({ code: 2, questions: [] });
  expect(err).toContain('error[too_many_trials] The sweep has 4,000,000 trials and no `run_cap`');
  expect(err).toContain('confirm with --yes');
});
