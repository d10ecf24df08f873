import type { Context } from '../context.ts';
import { leavable } from '../terminal/interrupt.ts';

/** What comes before a sweep is run: whoever is told to stop meanwhile says so, and that nothing is lost. */
export const beginning = <Done>(context: Context, work: () => Promise<Done>): Promise<Done> =>
  leavable(
    () => context.say('Stopped before anything ran; nothing is lost. The same command begins again.'),
    work,
  );
