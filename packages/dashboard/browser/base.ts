/** Where the pages live: the script lies in `assets/` below it, so that a proxy may put them under any path. */
export const BASE = new URL('../', import.meta.url);

/** A path below the base, as a whole URL. */
export const below = (path: string): string => new URL(path, BASE).href;
