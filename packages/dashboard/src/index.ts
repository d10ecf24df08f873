/** The dashboard: a server and its pages. */

export type * from './api.ts';
export { type Dashboard, startDashboard } from './start.ts';
