import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { StuckFiles } from './test/stuck/stuck-files.ts';

/** For every process that a test starts. */
const SHORT_LIVED = fileURLToPath(new URL('./packages/store/src/fixtures/short-lived.cjs', import.meta.url));

/** Files that take minutes: with one of them last, the other cores would wait for it. */
const LONGEST = [
  ...['test/faults.e2e', 'test/soak.e2e', 'test/dashboard.e2e', 'test/cli.e2e', 'test/package.e2e'],
  ...['store/src/store', 'coordinate/blocks', 'engine-tfjs/src/tfjs.exam', 'test/same-decisions.e2e'],
  ...['engine-webgpu/src/webgpu.exam', 'engine-webgpu/src/trials', 'test/ask-killed.e2e', 'test/race.e2e'],
  ...['test/cluster-docs.e2e', 'test/same-results.e2e', 'test/ask.e2e', 'embedded/embedded'],
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) =>
      LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`)) >>> 0;
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

const ALL = ['packages/*/{src,browser}/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.mjs'];
/** They may share a process, and what was loaded there: all that change neither that nor the process. */
const SHARING = [
  'packages/core/src/**/!(hash).test.ts',
  'packages/plain-file/src/**/*.test.ts',
  'packages/program/src/{config,output}/**/*.test.ts',
  'packages/figures/src/{,figure/}!(files|text-width).test.ts',
  'packages/engine-simd/src/**/*.test.ts',
  'packages/engine-tfjs/src/{,backend/,cohort/,math/}!(*.exam|native|cohort).test.ts',
  'packages/bus/src/{,memory/,nats/{connection,publish,receive}/}*.test.ts',
  'packages/bus/src/nats/{bad-messages,bus,names,open,permissions,versions}.test.ts',
  'packages/coordinator/src/{dataset,plan,program-file,serve,sweep-file,watch}/**/*.test.ts',
  'packages/coordinator/src/search/{bayes,sobol}/**/*.test.ts',
  'packages/coordinator/src/{search/!(tree),coordinate/!(lease)}.test.ts',
  'packages/app/src/{again,caveat,check,engine,export,figure,importance,plan}/**/*.test.ts',
  'packages/app/src/{program,report,run,serve,text,verdict,view}/**/*.test.ts',
  'packages/app/src/{ask/!(ask),augment/{cell,choose},doctor/!(inspect),work/!(worker-log)}.test.ts',
  'packages/dashboard/browser/**/*.test.ts',
  'packages/dashboard/src/{answer,guard,page}/**/*.test.ts',
  'packages/dashboard/src/{answers,listen,refusal}.test.ts',
  'packages/cli/src/{error,gpu,option,settings,setup,view}/**/*.test.ts',
  'packages/cli/src/{command/{augment,logs,run},live/!(monitor)}.test.ts',
  'packages/cli/src/{,terminal/}!(interrupt).test.ts',
  'packages/store/src/{rank,sweep,trial}/**/*.test.ts',
  'packages/store/src/{docs,error,open,roles,silence}.test.ts',
  'packages/table-file/src/**/*.test.ts',
  'packages/image-file/src/**/*.test.ts',
  'packages/worker/src/{,thread/}!(worker-death).test.ts',
  'packages/worker/src/{again,recheck}/**/*.test.ts',
  'packages/worker/src/program/!(keeping|outbox).test.ts',
  'scripts/!(toolchain).test.mjs',
  'test/{engine-names,golden,sql,terminal}.test.ts',
  'test/faults/harness/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'sharing', include: SHARING, isolate: false } },
      { extends: true, test: { name: 'alone', include: ALL, exclude: ['**/node_modules/**', ...SHARING] } },
    ],
    // Of arrays that differ in all of a million numbers the difference would take most of a day, and the run would stand still.
    diff: { truncateThreshold: 1000 },
    pool: 'forks',
    reporters: ['default', new StuckFiles()],
    sequence: { sequencer: LongestFirst },
    env: { NODE_OPTIONS: `--require ${JSON.stringify(SHORT_LIVED)}` },
    // Many tests wait for processes, leases and timers: more than the cores keep them busy.
    maxWorkers: availableParallelism() + 3,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
