import { programName } from './program-name.ts';
import { runCli, tell } from './run-cli.ts';
import { isDebug } from './settings/settings.ts';
import { processTerminal } from './terminal/process-terminal.ts';

/** A thread or socket that should have ended must not keep the user's prompt away. */
const LEAVE_AFTER_MS = 3000;

const program = programName(process.env['PATH'] ?? '', process.cwd(), process.argv[1]!);
const terminal = processTerminal();
process.on('uncaughtException', (error) => {
  tell(terminal, error, isDebug({}, process.env));
  process.exit(1);
});
// Started by an old Node, this process is the one that works: killed alone, the other must not leave it behind.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
process.exitCode = await runCli(process.argv.slice(2), terminal, process.env, program);
setTimeout(() => process.exit(), LEAVE_AFTER_MS).unref();
