import type { Process } from './table.ts';

/** A program under way: its first process, which leads a group and a session, and the run that its variables name. */
export interface Root {
  /** Null: it has ended, and its number may be another's. */
  readonly pid: number | null;
  readonly run: string;
}

/** All processes of a program: of its group or session, of its run, and whatever those started. */
export function treeOf(processes: readonly Process[], { pid, run }: Root): Process[] {
  const children = new Map<number, Process[]>();
  for (const each of processes) {
    const siblings = children.get(each.parent);
    if (siblings) siblings.push(each);
    else children.set(each.parent, [each]);
  }
  const found = new Set(
    processes.filter(
      (each) => each.pid === pid || each.group === pid || each.session === pid || each.run === run,
    ),
  );
  // A set goes on over what is added to it meanwhile.
  for (const each of found) for (const child of children.get(each.pid) ?? []) found.add(child);
  return [...found];
}

/** What programs of this runner left behind: it is of a run that is not under way. */
export function straysOf(
  processes: readonly Process[],
  isOurs: (run: string) => boolean,
  underWay: ReadonlySet<string>,
): Process[] {
  return processes.filter(({ run }) => run !== null && isOurs(run) && !underWay.has(run));
}
