export type * from './messages.ts';
export { MESSAGE_VERSION } from './messages.ts';
export type * from './port.ts';
