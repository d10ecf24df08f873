import { join } from 'node:path';
import { type Job, readSpec } from '@latentsweep/bus';
import { ONE_CORE, PROGRAM_ENGINE, type ProgramSpec, parseEngineId } from '@latentsweep/core';
import { openProgram, type ProgramDeclaration, type ProgramRunner } from '@latentsweep/program';
import type { BatchRunner } from '../batch-runner.ts';
import { Board } from '../board.ts';
import type { EngineInfo } from '../engine.ts';
import type { ThreadTask } from '../thread/protocol.ts';
import { runJob } from './job.ts';

/** What stands for an engine where programs are run. */
export const PROGRAMS: EngineInfo = {
  id: parseEngineId(PROGRAM_ENGINE),
  traits: { ...ONE_CORE, exact: false, device: 'programs of the user\u2019s own' },
};

/**
 * Runs jobs of programs, one after the other, as children of this process; those that are kept warm stay from job to job.
 * `scratch`: a folder for them alone.
 */
export function openPrograms(declared: readonly ProgramDeclaration[], scratch: string): BatchRunner {
  const runners = new Map<string, ProgramRunner>();
  let ended: Error | null = null;

  const runnerOf = (name: string): ProgramRunner | null => {
    const place = declared.findIndex((one) => one.name === name);
    if (place === -1) return null;
    const runner = runners.get(name) ?? openProgram(declared[place]!, join(scratch, `${place}`));
    runners.set(name, runner);
    return runner;
  };

  return {
    async run({ jobs, contents, board: shared }, onReports) {
      const board = new Board(shared);
      ended = null;
      let reports = 0;
      for (const [index, job] of jobs.entries()) {
        if (!board.start(index)) continue;
        const spec = specOf(job, contents);
        const report = await runJob(job, { spec, runner: runnerOf(spec.name), board, index });
        if (ended !== null) throw ended;
        if (report !== null) {
          reports += 1;
          onReports([report]);
        }
        board.finish(index);
      }
      return { engine: PROGRAMS, reports, held: [], cohorts: [], tooWide: null };
    },
    async end(reason = new Error('the worker ends')) {
      ended = reason;
      const open = [...runners.values()];
      runners.clear();
      await Promise.all(open.map((runner) => runner.close()));
    },
  };
}

function specOf({ dataset }: Job, contents: ThreadTask['contents']): ProgramSpec {
  const spec = readSpec(new Uint8Array(contents.get(dataset)!));
  if (spec.kind !== 'program') throw new Error(`the job of a program names data of the kind ${spec.kind}`);
  return spec;
}
