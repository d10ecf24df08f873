import { type Process, ProcessTable } from './table.ts';
import { type Root, straysOf, treeOf } from './tree.ts';

/** What a tree of processes takes. */
export interface Usage {
  readonly residentBytes: number;
  readonly processes: number;
}

/** Passes of ending a tree: one that starts processes meanwhile may need more than one. */
const MOST_PASSES = 10;

/**
 * Looks at the processes of the programs under way: samples what they take where a limit asks for it, ends trees, and ends
 * what an ended program left running outside of its group. One look serves all of them.
 */
export class Overseer {
  readonly #table = new ProcessTable();
  readonly #prefix: string;
  readonly #timing: { readonly sampleMs: number; readonly strayMs: number };
  readonly #underWay = new Set<string>();
  readonly #sampled = new Map<Root, (usage: Usage) => void>();
  #sampling: NodeJS.Timeout | null = null;
  #looking: NodeJS.Timeout | null = null;
  #isBusy = false;

  /** `runner`: what the names of all its runs begin with. */
  constructor(runner: string, timing: { readonly sampleMs: number; readonly strayMs: number }) {
    this.#prefix = `${runner}.`;
    this.#timing = timing;
  }

  /** Before the program starts. */
  begin(run: string): void {
    this.#underWay.add(run);
  }

  /** Tells what the program takes, now and then, until it ends. */
  sample(root: Root, onUsage: (usage: Usage) => void): void {
    this.#sampled.set(root, onUsage);
    this.#sampling ??= setInterval(() => void this.#sample(), this.#timing.sampleMs);
  }

  /** After the program's first process has ended, and its group. */
  end(run: string): void {
    this.#underWay.delete(run);
    for (const root of this.#sampled.keys()) if (root.run === run) this.#sampled.delete(root);
    if (this.#sampled.size === 0 && this.#sampling) {
      clearInterval(this.#sampling);
      this.#sampling = null;
    }
    if (process.platform !== 'linux') return;
    this.#looking ??= setTimeout(() => {
      this.#looking = null;
      void this.endStrays();
    }, this.#timing.strayMs).unref();
  }

  /** Ends the whole tree at once. */
  async killTree(root: Root): Promise<void> {
    if (root.pid !== null) killGroup(root.pid, 'SIGKILL');
    await this.#killAll((processes) => treeOf(processes, root));
  }

  async endStrays(): Promise<void> {
    await this.#killAll((processes) =>
      straysOf(processes, (run) => run.startsWith(this.#prefix), this.#underWay),
    );
  }

  close(): void {
    clearInterval(this.#sampling ?? undefined);
    clearTimeout(this.#looking ?? undefined);
  }

  async #killAll(which: (processes: readonly Process[]) => readonly Process[]): Promise<void> {
    for (let pass = 0; pass < MOST_PASSES; pass++) {
      const found = which(await this.#table.read());
      if (found.length === 0) return;
      for (const { pid } of found) kill(pid, 'SIGKILL');
    }
  }

  async #sample(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      const processes = await this.#table.read();
      for (const [root, onUsage] of this.#sampled) {
        const tree = treeOf(processes, root);
        const residentBytes = tree.reduce((sum, each) => sum + each.residentBytes, 0);
        onUsage({ residentBytes, processes: tree.length });
      }
    } finally {
      this.#isBusy = false;
    }
  }
}

/** To all of a group, if there is any left. */
export function killGroup(pid: number, signal: NodeJS.Signals): void {
  kill(-pid, signal);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone.
  }
}
