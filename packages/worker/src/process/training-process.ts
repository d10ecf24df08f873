import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BatchRunner } from '../batch-runner.ts';
import type { ThreadReply } from '../thread/protocol.ts';
import { Mirror } from './mirror.ts';
import type { FromProcess, ToProcess } from './protocol.ts';
import { errorOf } from './thrown.ts';

/** How soon a process hears that a job is to be let go of. */
const LOOK_MS = 50;
/** Of what a process said on its stderr: the end, which tells why it died. */
const LONGEST_SAID = 2000;

/**
 * A process that trains, for engines that must not share one with others; when it died, the next batch gets another.
 * `script`: it calls `serveParent`. `heapMb` bounds its JavaScript heap.
 */
export function openProcess(script: URL, heapMb: number): BatchRunner {
  let child: Child | null = null;
  let batch = 0;
  let endedBecause: Error | undefined;

  return {
    async run({ contents, board, ...task }, onReports) {
      const current = ++batch;
      endedBecause = undefined;
      child ??= new Child(script, heapMb);
      const own = child;
      const mirror = new Mirror(board);
      const { promise, resolve, reject } = Promise.withResolvers<ThreadReply>();
      own.listen({
        onMessage(message) {
          switch (message.kind) {
            case 'post':
              return message.post.batch === current && onReports(message.post.reports);
            case 'board':
              return message.batch === current && mirror.show(message.words);
            case 'reply':
              return message.batch === current && resolve(message.reply);
            case 'threw':
              return message.batch === current && reject(errorOf(message.error));
            default:
              return message satisfies never;
          }
        },
        onEnd: (how) => reject(endedBecause ?? new Error(how)),
      });
      const looking = setInterval(() => {
        const jobs = mirror.letGo();
        if (jobs.length > 0) own.send({ kind: 'let go', batch: current, jobs });
      }, LOOK_MS);
      try {
        own.run({ ...task, batch: current }, contents);
        return await promise;
      } catch (error) {
        // What is left of its engine after an error is unknown: a new one it is.
        await own.end();
        if (child === own) child = null;
        throw error;
      } finally {
        clearInterval(looking);
      }
    },
    async end(reason) {
      endedBecause = reason;
      const ended = child;
      child = null;
      await ended?.end();
    },
  };
}

type Task = Extract<ToProcess, { kind: 'run' }>['task'];

interface Listener {
  onMessage(message: FromProcess): void;
  onEnd(how: string): void;
}

/** One process, from its start to its end. */
class Child {
  readonly #process: ChildProcess;
  readonly #ended: Promise<void>;
  #has: ReadonlySet<string> = new Set();
  #listener: Listener | null = null;
  #said = '';
  /** Why it is there no more. */
  #end: string | null = null;

  constructor(script: URL, heapMb: number) {
    const child = fork(fileURLToPath(script), [], {
      serialization: 'advanced',
      // A driver may say anything, also on stdout, which is the program's.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [`--max-old-space-size=${heapMb}`],
    });
    this.#process = child;
    child.on('message', (message: FromProcess) => this.#listener?.onMessage(message));
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-LONGEST_SAID);
    });
    this.#ended = new Promise((resolve) => {
      child.once('error', (error) =>
        this.#noteEnd(`the process that trains can't be started: ${error.message}`),
      );
      child.once('close', (code, signal) => {
        const how = signal === null ? `ended with the code ${code}` : `was ended by ${signal}`;
        this.#noteEnd(`the process that trains ${how}${lastLine(this.#said)}`);
        resolve();
      });
      child.once('error', () => resolve());
    });
  }

  listen(listener: Listener): void {
    this.#listener = listener;
    if (this.#end !== null) listener.onEnd(this.#end);
  }

  run(task: Task, contents: ReadonlyMap<string, SharedArrayBuffer>): void {
    const all = [...contents.keys()];
    const given = all
      .filter((sha256) => !this.#has.has(sha256))
      .map((sha256) => [sha256, new Uint8Array(contents.get(sha256)!)] as const);
    this.send({ kind: 'run', task, contents: given, kept: all.filter((sha256) => this.#has.has(sha256)) });
    this.#has = new Set(all);
  }

  send(message: ToProcess): void {
    // That it is gone is told by its end.
    if (this.#process.connected) this.#process.send(message, () => {});
  }

  /** At once: it may hang in a driver. */
  async end(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }

  #noteEnd(how: string): void {
    if (this.#end !== null) return;
    this.#end = how;
    this.#listener?.onEnd(how);
  }
}

function lastLine(said: string): string {
  const line = said.trim().split('\n').at(-1)!;
  return line === '' ? '' : `: ${line}`;
}
