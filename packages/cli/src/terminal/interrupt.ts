import { ExitCode } from '../exit-code.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npx passes on the Ctrl-C that the terminal has sent to us already: that is one wish, not two. */
const SAME_WISH_MS = 400;

/** Does `work`, which leaves nothing half done wherever it is left: a signal meanwhile is told, and leaves at once. */
export async function leavable<Done>(onSignal: () => void, work: () => Promise<Done>): Promise<Done> {
  const leave = () => {
    onSignal();
    process.exit(ExitCode.interrupted);
  };
  for (const name of SIGNALS) process.on(name, leave);
  try {
    return await work();
  } finally {
    for (const name of SIGNALS) process.off(name, leave);
  }
}

/**
 * Does `work`. Meanwhile the first signal aborts its `signal`, so that it can stop cleanly, and the next one leaves at
 * once; afterwards signals have their usual meaning again.
 */
export async function interruptible<Done>(
  onFirst: () => void,
  work: (signal: AbortSignal) => Promise<Done>,
): Promise<Done> {
  const controller = new AbortController();
  let firstAt = 0;
  const listener = () => {
    if (!controller.signal.aborted) {
      firstAt = performance.now();
      onFirst();
      controller.abort();
    } else if (performance.now() - firstAt > SAME_WISH_MS) {
      process.exit(ExitCode.interrupted);
    }
  };
  for (const name of SIGNALS) process.on(name, listener);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of SIGNALS) process.off(name, listener);
  }
}
