import { processTerminal } from './process-terminal.ts';
import { runCli, tell } from './run-cli.ts';
import { readSettings } from './settings.ts';

/** A thread or socket that should have ended must not keep the user's prompt away. */
const LEAVE_AFTER_MS = 3000;

const terminal = processTerminal();
process.on('uncaughtException', (error) => {
  tell(terminal, error, readSettings({}, process.env).debug);
  process.exit(1);
});
process.exitCode = await runCli(process.argv.slice(2), terminal, process.env);
setTimeout(() => process.exit(), LEAVE_AFTER_MS).unref();
