export interface Fault {
  readonly code: string;
  /** As in the file: `parameters.dropout.max`. */
  readonly path: string;
  /** From 1; absent where there is no file. */
  readonly line?: number;
  readonly message: string;
  readonly hint: string;
}

/** What is wrong, by a `code` that stays; and what to do: `hint`. The message has the faults, each with what to do. */
export class SweepError extends Error {
  readonly code: string;
  readonly hint: string;
  /** Of a sweep file: all of them. */
  readonly faults: readonly Fault[];

  constructor(
    told: {
      readonly code: string;
      readonly message: string;
      readonly hint: string;
      readonly faults?: readonly Fault[];
    },
    options?: ErrorOptions,
  ) {
    const { code, message, hint, faults = [] } = told;
    const lines = faults.map(
      ({ path, line, message: fault, hint: what }) =>
        `  ${line === undefined ? '' : `line ${line}, `}${path}: ${fault}. ${what}`,
    );
    super([message, ...lines].join('\n'), options);
    this.name = 'SweepError';
    this.code = code;
    this.hint = hint;
    this.faults = faults;
  }
}
