import { ExitCode } from '../exit-code.ts';

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Signals have their usual meaning again. */
  end(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npx passes on the Ctrl-C that the terminal has sent to us already: that is one wish, not two. */
const SAME_WISH_MS = 400;

/** The first signal aborts `signal`, so that the command can stop cleanly; the next one leaves at once. */
export function listenForInterrupt(onFirst: () => void): Interrupt {
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
  return {
    signal: controller.signal,
    end() {
      for (const name of SIGNALS) process.off(name, listener);
    },
  };
}
