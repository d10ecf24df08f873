/** The pages and their paths, below the base. */

export type Route =
  | { readonly page: 'sweeps' }
  | { readonly page: 'sweep'; readonly sweep: string }
  | { readonly page: 'config'; readonly sweep: string; readonly hash: string }
  | { readonly page: 'compare'; readonly sweep: string }
  | { readonly page: 'trial'; readonly id: string }
  | { readonly page: 'sql' }
  | { readonly page: 'unknown' };

/** `path`: what stands below the base, without the query. */
export function routeOf(path: string): Route {
  const [first = '', second, third, fourth, ...more] = path.replace(/\/$/, '').split('/').map(decoded);
  if (more.length > 0) return { page: 'unknown' };
  if (first === '' && second === undefined) return { page: 'sweeps' };
  if (first === 'sql' && second === undefined) return { page: 'sql' };
  if (first === 'trials' && second && third === undefined) return { page: 'trial', id: second };
  if (first !== 'sweeps') return { page: 'unknown' };
  if (second === undefined) return { page: 'sweeps' };
  if (third === undefined) return { page: 'sweep', sweep: second };
  if (third === 'compare' && fourth === undefined) return { page: 'compare', sweep: second };
  if (third === 'configs' && fourth) return { page: 'config', sweep: second, hash: fourth };
  return { page: 'unknown' };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const part = encodeURIComponent;

/** Paths below the base, without a query. */
export const pathTo = {
  sweeps: '',
  sql: 'sql',
  sweep: (sweep: string) => `sweeps/${part(sweep)}`,
  config: (sweep: string, hash: string) => `sweeps/${part(sweep)}/configs/${part(hash)}`,
  compare: (sweep: string) => `sweeps/${part(sweep)}/compare`,
  trial: (id: number | string) => `trials/${part(String(id))}`,
};

/** What a query says; null or the empty text takes a name out of it. */
export type Wishes = Readonly<Record<string, string | number | null | undefined>>;

/** A query with some of it said otherwise: `?by=…`, or the empty text. Names keep their order. */
export function withWishes(query: string, wishes: Wishes): string {
  const search = new URLSearchParams(query);
  for (const [name, value] of Object.entries(wishes)) {
    if (value === null || value === undefined || value === '') search.delete(name);
    else search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
