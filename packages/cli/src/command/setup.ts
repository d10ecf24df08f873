import { resolve } from 'node:path';
import { bytes } from '@latentsweep/app';
import { type EngineSetup, InputError, printable, type SetupPlan, type SetupStep } from '@latentsweep/core';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { withExamples } from '../help.ts';
import { NATIVE_FOLDER } from '../settings/settings.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { Screen } from '../terminal/screen.ts';
import type { Output } from '../terminal/terminal.ts';

interface SetupOptions {
  readonly gpu?: boolean;
  readonly to?: string;
  readonly yes?: boolean;
}

const SETUPS = ENGINES.flatMap(({ setup }) => setup ?? []);

export function define(setup: Command, context: Context): void {
  setup
    .summary('install what an engine needs beside this program')
    .description('Installs optional libraries of engines on this machine.')
    .helpCommand(false);
  for (const one of SETUPS) {
    const command = setup
      .command(one.name)
      .summary(one.description)
      .description(
        `Installs ${one.description}. Asks first; needs npm, a Python 3 with pip and a C++ compiler, and uses the registries ` +
          'that those are set to. What was cut off goes on when it is called again.',
      )
      .option('--gpu', "with NVIDIA's libraries, for machines with a GPU")
      .option(
        '--to <DIR>',
        `where it is to lie (default: LATENTSWEEP_NATIVE_FOLDER, or ${NATIVE_FOLDER}, where it is found without being named)`,
      )
      .option('-y, --yes', 'do not ask')
      .action((options: SetupOptions) => install(context, one, options));
    withExamples(command, [
      [`sweep setup ${one.name}`, 'for the CPU'],
      [`sweep setup ${one.name} --gpu --to /opt/native --yes`, 'for a GPU node, by a script'],
    ]);
  }
  withExamples(
    setup,
    SETUPS.map(({ name, description }) => [`sweep setup ${name}`, description] as const),
  );
}

async function install(context: Context, setup: EngineSetup, options: SetupOptions): Promise<void> {
  const { gpu = false, to, yes = false } = options;
  const named = to ?? context.settings.nativeFolder;
  const folder = resolve(named ?? NATIVE_FOLDER);
  const plan = await setup.plan({ folder, gpu });
  const place = printable(folder);
  if (plan.state === 'there') return context.say(`${plan.what} is there already, in ${place}.`);
  if (!yes && !(await wanted(context, setup, plan, { place, gpu, to }))) return;
  const ticker = tickerOn(context.terminal.err);
  try {
    const notes = await interruptible(
      () => context.say('Stopping …'),
      (signal) =>
        plan.run(ticker.tell, signal).catch((error: unknown) => {
          if (!signal.aborted) throw error;
          return null;
        }),
    );
    ticker.end();
    if (notes === null) {
      context.exitCode = ExitCode.interrupted;
      return context.say('Stopped. Nothing was installed; called again, it goes on where it stopped.');
    }
    for (const note of notes) context.note(note);
    context.say(`${plan.what} is installed in ${place}.`);
    const option = to === undefined ? '' : ` --native-folder ${place}`;
    context.say(`See how fast it is here: ${context.spell(`doctor${option}`)}`);
  } finally {
    ticker.end();
  }
}

async function wanted(
  context: Context,
  { name }: EngineSetup,
  plan: SetupPlan,
  { place, gpu, to }: { readonly place: string; readonly gpu: boolean; readonly to: string | undefined },
): Promise<boolean> {
  const { what, state, replaced, fetches, takes, licences, notes } = plan;
  context.say(
    `${what}: ${bytes(fetches)} to fetch${state === 'begun' ? ' still' : ''}, ${bytes(takes)} in ${place}.`,
  );
  for (const line of licences) context.say(`  ${line}`);
  if (replaced !== null) context.note(`${printable(replaced)} lies there, and is replaced.`);
  for (const note of notes) context.note(note);
  if (!context.terminal.canAsk) {
    const options = `${gpu ? ' --gpu' : ''}${to === undefined ? '' : ` --to ${to}`}`;
    throw new InputError(
      'needs_yes',
      'Installing it needs a yes, and there is no one to ask.',
      `Add --yes: ${context.spell(`setup ${name}${options} --yes`)}`,
    );
  }
  if (await context.terminal.ask('Install it?')) return true;
  context.say('Nothing was installed.');
  context.exitCode = ExitCode.interrupted;
  return false;
}

const REDRAW_MS = 100;

/** A line that is redrawn on a terminal; a line for each step elsewhere. */
function tickerOn(err: Output) {
  const screen = new Screen();
  let last = '';
  let drawnAt = 0;
  return {
    tell: ({ step, of, what, bytes: come, ofBytes }: SetupStep) => {
      const title = `${step}/${of} ${what}`;
      if (!err.isTerminal) {
        if (title !== last) err.write(`${title}\n`);
        last = title;
        return;
      }
      if (title === last && performance.now() - drawnAt < REDRAW_MS) return;
      last = title;
      drawnAt = performance.now();
      const amount =
        come === undefined || ofBytes === undefined ? '' : `, ${bytes(come)} of ${bytes(ofBytes)}`;
      err.write(screen.draw([`${title}${amount} …`], err.width));
    },
    end: () => {
      if (err.isTerminal) err.write(screen.clear(err.width));
    },
  };
}
