import type { Style } from './style.ts';

/** One direction of output. */
export interface Output {
  readonly isTerminal: boolean;
  /** Columns of the terminal; infinite where there is none. */
  readonly width: number;
  readonly style: Style;
  /** The reader has gone (`| head`): there is no point in writing more. */
  readonly closed: boolean;
  write(text: string): void;
  /** Writes and waits until the reader keeps up: for output of any length. */
  writeAll(text: string): Promise<void>;
}

/** The user, as the commands see them: results go to `out`, progress and messages to `err`. */
export interface Terminal {
  readonly out: Output;
  readonly err: Output;
  /** Someone can be asked. */
  readonly canAsk: boolean;
  ask(question: string): Promise<boolean>;
  readInput(): Promise<string>;
  onResize(listener: () => void): () => void;
}
