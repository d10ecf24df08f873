import type { LeaderboardOptions, Page, Place, Reading, Sweep, Table } from '@latentsweep/store';

/** Rows a page: large enough to be fast, small enough to be nothing to hold. */
const PAGE = 2000;

export interface TrialPages {
  readonly where?: string | undefined;
  /** Only trials past this number. */
  readonly after?: number;
  /** How many trials at most. */
  readonly most?: number | undefined;
}

/** Trials of a sweep in the order of their number, a page at a time. At least one page, which names the columns. */
export async function* trialPages(
  store: Pick<Reading, 'trials'>,
  sweep: Sweep,
  { where, after = 0, most = Number.POSITIVE_INFINITY }: TrialPages = {},
): AsyncGenerator<Table> {
  let from = after;
  let left = most;
  for (;;) {
    const limit = Math.min(PAGE, left);
    const page = await store.trials(sweep, { after: from, limit, where });
    yield page;
    left -= page.rows.length;
    if (page.rows.length < limit || left === 0) return;
    from = Number(page.rows.at(-1)![page.columns.indexOf('number')]);
  }
}

/** A ranking, a page at a time. At least one page, which names the columns. `most`: how many rows. */
export async function* rankingPages(
  rank: (options: LeaderboardOptions) => Promise<Page>,
  options: Pick<LeaderboardOptions, 'by' | 'where'>,
  most = Number.POSITIVE_INFINITY,
): AsyncGenerator<Table> {
  let place: Place | null = null;
  let left = most;
  do {
    const after: Pick<LeaderboardOptions, 'after'> = place === null ? {} : { after: place };
    const page: Page = await rank({ ...options, ...after, limit: Math.min(PAGE, left) });
    yield page;
    left -= page.rows.length;
    place = page.next;
  } while (place !== null && left > 0);
}
