/** Proposes by the results of what it proposed before. */
export const learns = (method: string | undefined): boolean => method === 'bayes';

/** A grid tries every value of each list; all other methods draw from distributions. Undefined: not known yet. */
export const isGrid = (method: string | undefined): boolean => method === 'grid';
export const draws = (method: string | undefined): boolean => method !== undefined && !isGrid(method);
