/** Whether the server and its store are there, as far as a page has heard. */

export interface Link {
  /** `away`: the server or its store does not answer; the page goes on asking. `gone`: the sweep was removed. */
  readonly link: 'opening' | 'live' | 'away' | 'gone';
  /** Why it is away, where that was told. */
  readonly why: string | null;
  /** Which of them was away the last time: of its store the server tells, of itself it can't. */
  readonly missed: 'server' | 'store';
  /** How often the link came back: what was read before may be out of date. */
  readonly returns: number;
}

export const UNLINKED: Link = { link: 'opening', why: null, missed: 'server', returns: 0 };

/** Something came. */
export const heard = ({ link, missed, returns }: Link): Link => ({
  ...{ link: 'live', why: null, missed, returns: returns + (link === 'away' ? 1 : 0) },
});

/** Nothing comes any more. `why`: what the server said of its store; null where it said nothing. */
export function lost({ why: before, returns }: Link, why: string | null): Link {
  const known = why ?? before;
  return { link: 'away', why: known, missed: known === null ? 'server' : 'store', returns };
}
