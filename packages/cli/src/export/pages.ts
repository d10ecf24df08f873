import type { Store, Sweep, Table } from '@latentsweep/store';

/** Rows a page: large enough to be fast, small enough to be nothing to hold. */
const PAGE = 2000;

/** All trials of a sweep in the order of their number, a page at a time. At least one page, which names the columns. */
export async function* trialPages(store: Store, sweep: Sweep, where?: string): AsyncGenerator<Table> {
  let after = 0;
  for (;;) {
    const page = await store.trials(sweep, { after, limit: PAGE, ...(where === undefined ? {} : { where }) });
    yield page;
    if (page.rows.length < PAGE) return;
    after = Number(page.rows.at(-1)![page.columns.indexOf('number')]);
  }
}
