import { type Job, readSpec } from '@latentsweep/bus';
import {
  ONE_CORE,
  PROGRAM_ENGINE,
  type ProgramDeclaration,
  type ProgramSpec,
  parseEngineId,
} from '@latentsweep/core';
import { openProgram, type ProgramRunner } from '@latentsweep/program';
import type { BatchRunner } from '../batch-runner.ts';
import { Board } from '../board.ts';
import type { EngineInfo } from '../engine.ts';
import type { ThreadTask } from '../thread/protocol.ts';
import { type Declared, runJob } from './job.ts';
import type { Keeping } from './keeping.ts';
import { Outbox } from './outbox.ts';

/** What stands for an engine where programs are run. */
export const PROGRAMS: EngineInfo = {
  id: parseEngineId(PROGRAM_ENGINE),
  traits: { ...ONE_CORE, exact: false, device: 'programs of the user’s own' },
};

interface ProgramsOptions {
  /** Where folders for their trials are made. */
  readonly scratch: string;
  readonly keeping: Keeping | null;
}

/** As their owner declared them, by name. */
export function declaredPrograms(
  declared: readonly ProgramDeclaration[],
  { scratch, keeping }: ProgramsOptions,
): ReadonlyMap<string, Declared> {
  return new Map(
    declared.map((declaration) => {
      const runner = openProgram(declaration, scratch);
      return [declaration.name, { runner, keeping, declaration }];
    }),
  );
}

/** What is run in this process needs no declaration: a trial that fails has failed, and nothing of it is kept. */
export function ownRunners(runners: ReadonlyMap<string, ProgramRunner>): ReadonlyMap<string, Declared> {
  const declaration = { retries: 0, checkpoint: false };
  return new Map(Array.from(runners, ([name, runner]) => [name, { runner, declaration, keeping: null }]));
}

/** The programs that a worker may run. */
export class Programs {
  readonly #declared: ReadonlyMap<string, Declared>;

  constructor(declared: ReadonlyMap<string, Declared>) {
    this.#declared = declared;
  }

  /** Runs jobs of programs in one slot, one after the other, as children of this process. */
  slot(): BatchRunner {
    let ended: Error | null = null;
    return {
      run: async ({ jobs, contents, board: shared }, onReports) => {
        const board = new Board(shared);
        const specs = new Map<string, ProgramSpec>();
        const outbox = new Outbox((reports) => {
          onReports(reports);
          for (const { job } of reports) board.finish(job);
        });
        try {
          for (const [index, job] of jobs.entries()) {
            if (!board.start(index)) continue;
            const spec = specs.get(job.dataset) ?? specOf(job, contents);
            specs.set(job.dataset, spec);
            const declared = this.#declared.get(spec.name) ?? null;
            const report = await runJob(job, { spec, declared, board, index });
            if (ended !== null) throw ended;
            if (report === null) board.finish(index);
            else outbox.add(report);
          }
        } finally {
          outbox.flush();
        }
        return { engine: PROGRAMS, reports: outbox.sent, held: [], cohorts: [], tooWide: null };
      },
      end: async (reason = new Error('the worker ends')) => {
        ended = reason;
        await Promise.all([...this.#declared.values()].map(({ runner }) => runner.close()));
      },
    };
  }
}

function specOf({ dataset }: Job, contents: ThreadTask['contents']): ProgramSpec {
  const spec = readSpec(new Uint8Array(contents.get(dataset)!));
  if (spec.kind !== 'program') throw new Error(`the job of a program names data of the kind ${spec.kind}`);
  return spec;
}
