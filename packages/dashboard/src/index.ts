/** The dashboard: a server and its pages. */

export type * from './api.ts';
