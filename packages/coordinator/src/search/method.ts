/** A grid tries every value of each list; all other methods draw from distributions. Undefined: not known yet. */
export const isGrid = (method: string | undefined): boolean => method === 'grid';
export const draws = (method: string | undefined): boolean => method !== undefined && !isGrid(method);
