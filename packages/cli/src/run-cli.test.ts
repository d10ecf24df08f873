import { expect, test } from 'vitest';
import { COMMAND_NAMES, commandOf } from './commands.ts';
import { runCli } from './run-cli.ts';
import { fakeTerminal } from './terminal/fixtures/fake-terminal.ts';

async function sweep(...args: string[]) {
  const terminal = fakeTerminal();
  const code = await runCli(args, terminal, {});
  return { code, ...terminal.written };
}

test('without arguments there is help, on stdout', async () => {
  const { code, out, err } = await sweep();
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const name of COMMAND_NAMES) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(out).toContain('Exit codes: 0 done, 1 trials failed, 2 bad input, 130 interrupted.');
});

test.each([...COMMAND_NAMES])('%s --help has examples and the global options', async (name) => {
  const { code, out, err } = await sweep(name, '--help');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain(`Usage: sweep ${name}`);
  expect(out).toMatch(new RegExp(`Examples:\\n  .*sweep .*${name}`));
  expect(out).toContain('--store <URL|DIR>');
  expect(await sweep('help', name)).toEqual({ code, out, err });
});

test('every option and argument in the help is described', async () => {
  for (const name of COMMAND_NAMES) {
    const { out } = await sweep(name, '--help');
    for (const line of out.split('\n').filter((l) => /^ {2}-/.test(l))) {
      expect(line, `${name}: ${line}`).toMatch(/^ {2}-\S.*\S {2,}\S/);
    }
  }
});

test('the version', async () => {
  expect((await sweep('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test.each([
  [
    ['rnu', 'x.yaml'],
    "error[unknown_command] Unknown command 'rnu'.\n  Did you mean run?\n  See: sweep --help\n",
  ],
  [
    ['help', 'tpo'],
    "error[unknown_command] Unknown command 'tpo'.\n  Did you mean top?\n  See: sweep --help\n",
  ],
  [
    ['tpo', '--help'],
    "error[unknown_command] Unknown command 'tpo'.\n  Did you mean top?\n  See: sweep --help\n",
  ],
  [['subm'], "error[unknown_command] Unknown command 'subm'.\n  Did you mean submit?\n  See: sweep --help\n"],
  [['frobnicate'], "error[unknown_command] Unknown command 'frobnicate'.\n  See: sweep --help\n"],
  [
    ['top', 'x', '--trails'],
    "error[unknown_option] Unknown option '--trails'.\n  Did you mean --trials?\n  See: sweep top --help\n",
  ],
  [['show'], "error[missing_argument] Missing required argument 'sweep'.\n  See: sweep show --help\n"],
  [
    ['run', 'a.yaml', '--slots'],
    "error[option_missing_argument] Option '--slots <N>' argument missing.\n  See: sweep run --help\n",
  ],
  [
    ['list', '-f', 'xml'],
    "error[bad_option] --format takes table, json, csv, not 'xml'.\n  For example: --format table\n",
  ],
  [
    ['run', 'a.yaml', '--slots', 'many'],
    "error[bad_option] --slots takes a whole number from 1 to 1,024, not 'many'.\n  For example: --slots 2\n",
  ],
  [
    ['trial', 'best'],
    "error[bad_option] <id> takes a whole number of at least 1, not 'best'.\n  For example: 2\n",
  ],
])('sweep %j is refused with what to do', async (args, err) => {
  expect(await sweep(...args)).toEqual({ code: 2, out: '', err });
});

test('commands that look at a store say when there is none, and make none', async () => {
  const none = ['--store', 'no/such/folder'];
  for (const args of [['show', 'x'], ['top', 'x'], ['sql', 'select 1'], ['list']]) {
    const { code, err } = await sweep(...args, ...none);
    expect(code, args.join(' ')).toBe(2);
    expect(err).toContain("error[no_store] There is no store at 'no/such/folder'.");
  }
});

test.each([
  [['run', 'plan'], 'run'],
  [['--store', 'run', 'list'], 'list'],
  [['--debug', 'show', 'x'], 'show'],
  [['help', 'run'], 'run'],
  [['lst', 'show'], null],
  [[], null],
])('%j names %s', (args, name) => {
  expect(commandOf(args)).toBe(name);
});
