/** The ten queries of docs/sql.md, put in by `scripts/build-pages.mjs`: they have one home. */
declare const SQL_QUERIES: readonly { readonly title: string; readonly sql: string }[];

export const QUERIES = SQL_QUERIES;

/** The sweep that the queries of the page read. */
const THEIRS = 'deck_mixing';

export const queryFor = (place: number, sweep: string | null): string => {
  const { sql } = QUERIES[place]!;
  return sweep === null ? sql : sql.replaceAll(THEIRS, () => sweep.replaceAll("'", "''"));
};
