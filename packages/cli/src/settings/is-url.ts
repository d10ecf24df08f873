/** A URL rather than a directory. The store says which ones it knows. */
export function isUrl(store: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(store);
}
