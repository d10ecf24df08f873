import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { openInBrowser } from '../live/browser.ts';
import { besideDashboard } from '../live/dashboard.ts';
import { collect, matching, wholeNumber } from '../option/parse.ts';
import { noteOnSecret, readSecret } from '../settings/secret-file.ts';
import { interruptible } from '../terminal/interrupt.ts';

interface DashboardOptions {
  readonly port?: number;
  readonly host: string;
  readonly open: boolean;
  readonly readOnly?: boolean;
  readonly tokenFile?: string;
  readonly serverName?: readonly string[];
}

export function define(command: Command): void {
  command
    .summary('look at sweeps in a browser')
    .description(
      'Serves the pages of the dashboard until Ctrl-C: sweeps as they run, rankings, figures, configs, trials, SQL. Its ' +
        'URL carries a token: who has it may pause, resume, cancel and remove. Only this machine can reach it unless ' +
        '--host says otherwise.',
    )
    .option('--port <N>', 'port (default: a free one)', wholeNumber('--port', 0, 65_535))
    .option(
      '--host <HOST>',
      'address to serve at; 0.0.0.0: for other machines too',
      matching(/^[a-z0-9.:-]+$/i, '--host takes an address or a name of this machine', '--host 127.0.0.1'),
      '127.0.0.1',
    )
    .option('--no-open', 'do not open a browser')
    .option('--read-only', 'nobody may pause, resume, cancel, remove or submit')
    .option('--token-file <FILE>', 'the token, instead of one that is made at each start')
    .option(
      '--server-name <HOST>',
      'a name by which a proxy reaches it; may be given several times',
      collect,
    );
  withExamples(command, [
    ['sweep dashboard', 'in the browser, at a free port'],
    [
      'sweep dashboard --port 8080 --no-open',
      'on a machine without a screen: ssh -L 8080:localhost:8080 to it',
    ],
    ['sweep dashboard --store postgresql://reader@db/results', 'of a cluster'],
  ]);
}

export async function run(context: Context, options: DashboardOptions): Promise<void> {
  const { port = 0, host, open, serverName: names = [] } = options;
  const token = tokenWished(context, options);
  const pages = { port, host, names, flag: '--port', ...(token === undefined ? {} : { token }) };
  const say = (url: string) => {
    context.say(`Dashboard: ${url}`);
    context.say('Ctrl-C ends it.');
    if (open) openInBrowser(url, process.env);
  };
  await interruptible(
    () => {},
    (signal) => besideDashboard(context, pages, say, () => aborted(signal)),
  );
}

/** Null: none; undefined: one is made. Throws InputError `no_such_file`. */
function tokenWished(context: Context, { readOnly, tokenFile }: DashboardOptions): string | null | undefined {
  if (readOnly) return null;
  if (tokenFile === undefined) return undefined;
  const note = noteOnSecret(tokenFile, 'the token of the dashboard');
  if (note !== null) context.note(note);
  return readSecret(tokenFile);
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
