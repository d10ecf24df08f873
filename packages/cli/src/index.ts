export { runCli } from './run-cli.ts';
export { PLAIN } from './terminal/style.ts';
export type { Output, Terminal } from './terminal/terminal.ts';
