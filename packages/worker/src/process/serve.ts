/** The other end of `openProcess`: what a process that trains does. */

import type { EngineSpec } from '../engine.ts';
import type { ThreadTask } from '../thread/protocol.ts';
import { serveJobs } from '../thread/serve.ts';
import type { Trainer } from '../thread/trainer.ts';
import type { FromProcess, ToProcess } from './protocol.ts';
import { thrownOf } from './thrown.ts';
import { ToldBoard } from './told-board.ts';

/**
 * Trains on the main thread what the parent asks for, and ends with the parent. Signals that a terminal sends to all its
 * processes are the parent's to act on.
 */
export function serveParent(open: (spec: EngineSpec) => Promise<Trainer>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  process.on('disconnect', () => process.exit());
  const send = (message: FromProcess) => process.send!(message);
  let now: { readonly batch: number; readonly board: ToldBoard } | null = null;
  const run = serveJobs(open, {
    boardOf: () => now!.board,
    post(post) {
      // So that what is reported is never of a job that has not begun.
      now!.board.tell();
      send({ kind: 'post', post });
    },
  });
  let contents = new Map<string, SharedArrayBuffer>();

  process.on('message', (message: ToProcess) => {
    if (message.kind === 'let go') {
      if (message.batch === now?.batch) letGo(now.board, message.jobs);
      return;
    }
    const { task, kept, contents: given } = message;
    contents = new Map([
      ...kept.map((sha256) => [sha256, contents.get(sha256)!] as const),
      ...given.map(([sha256, bytes]) => [sha256, shared(bytes)] as const),
    ]);
    const { batch } = task;
    const board = new ToldBoard(task.jobs.length, (words) => send({ kind: 'board', batch, words }));
    now = { batch, board };
    const whole: ThreadTask = { ...task, contents, board: board.buffer };
    void run(whole)
      .then((reply): FromProcess => ({ kind: 'reply', batch, reply }))
      .catch((error: unknown): FromProcess => ({ kind: 'threw', batch, error: thrownOf(error) }))
      .then((end) => {
        board.tell();
        send(end);
      });
  });
}

function letGo(board: ToldBoard, jobs: readonly number[]): void {
  for (const job of jobs) if (!board.takeBack(job)) board.askToStop(job);
}

/** As the bytes come to threads. */
function shared(bytes: Uint8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}
