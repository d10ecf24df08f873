/** What the shell gets to know. */
export const ExitCode = {
  done: 0,
  /** Trials failed, or something else went wrong while running. */
  failed: 1,
  badInput: 2,
  /** Stopped before the end: by Ctrl-C, or from another terminal. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];
