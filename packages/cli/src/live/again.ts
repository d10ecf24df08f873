import { type FigureServices, openAgain, type TrainingStep } from '@latentsweep/app';
import type { Store } from '@latentsweep/store';
import { ENGINES } from '@latentsweep/worker/engines';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { Screen } from '../terminal/screen.ts';
import type { Output } from '../terminal/terminal.ts';

/**
 * `work` with what trains trials again for figures of their predictions. Progress goes to stderr. Null, and said: Ctrl-C
 * was pressed.
 */
export async function withAgain<Done>(
  context: Context,
  store: Store,
  work: (services: FigureServices) => Promise<Done>,
): Promise<Done | null> {
  const { nativeFolder } = context.withNativeFolder({});
  const again = openAgain({ store, keep: store, engines: ENGINES, nativeFolder });
  const progress = progressOn(context.terminal.err);
  return interruptible(
    () => {},
    async (signal) => {
      try {
        return await work({ again, signal, onTraining: progress.step });
      } catch (error) {
        if (!signal.aborted) throw error;
        progress.clear();
        context.say('Stopped; nothing was written.');
        context.exitCode = ExitCode.interrupted;
        return null;
      } finally {
        progress.clear();
        await again.close();
      }
    },
  );
}

/** In place on a terminal, a line a trial elsewhere. */
function progressOn(err: Output): { step(step: TrainingStep): void; clear(): void } {
  const screen = new Screen();
  let told = 0;
  return {
    step(step) {
      if (err.isTerminal) {
        err.write(screen.draw([progressText(step)], err.width));
      } else if (step.place > told) {
        told = step.place;
        err.write(`${trialText(step)}\n`);
      }
    },
    clear() {
      if (err.isTerminal) err.write(screen.clear(err.width));
    },
  };
}

const trialText = ({ trial, place, of }: TrainingStep) => `training trial ${trial} again, ${place} of ${of}`;

const progressText = (step: TrainingStep) => `${trialText(step)}: epoch ${step.epoch} of ${step.epochs}`;
