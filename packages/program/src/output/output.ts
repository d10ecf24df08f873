import type { ProgramDeclaration } from '../declaration.ts';
import { Failure } from '../failure.ts';
import { LineSplitter } from './lines.ts';
import { Log } from './log.ts';
import { type JsonObject, jsonLine, reportOf } from './report.ts';
import { Tally } from './tally.ts';

/** What one trial says: reports are tallied, the rest is its log. */
export class Output {
  readonly log = new Log();
  readonly tally: Tally;
  readonly #way: ProgramDeclaration['reports'];
  readonly #onReport: (reports: number) => void;
  #lastLine = '';

  constructor(
    way: ProgramDeclaration['reports'],
    metrics: ConstructorParameters<typeof Tally>[0],
    onReport: (reports: number) => void,
  ) {
    this.tally = new Tally(metrics);
    this.#way = way;
    this.#onReport = onReport;
  }

  /** A line of standard output. */
  line(line: Buffer, whole: boolean): void {
    const text = line.toString();
    const object = whole && this.#way === 'lines' ? jsonLine(text) : null;
    if (object && this.report(object)) return;
    if (text.trim() !== '') this.#lastLine = text;
    this.aside(line, whole);
  }

  /** A line that reports nothing. */
  aside(line: Buffer, whole: boolean): void {
    this.log.add(line);
    if (!whole) this.log.add('… (the line goes on)');
  }

  /** Whether it was a report. */
  report(object: JsonObject, beside?: readonly string[]): boolean {
    const report = reportOf(object, beside);
    if (!report) return false;
    this.tally.add(report);
    this.#onReport(this.tally.count);
    return true;
  }

  get lastLine(): string {
    return this.#lastLine;
  }
}

/** Splits both of a process's streams, and ends it where they say too much. `to`: where lines go now, null for nowhere. */
export function hear(
  outputMb: number,
  to: () => { line(line: Buffer, whole: boolean): void; aside(line: Buffer, whole: boolean): void } | null,
  onExcess: (failure: Failure) => void,
) {
  const out = new LineSplitter((line, whole) => to()?.line(line, whole));
  const errors = new LineSplitter((line, whole) => to()?.aside(line, whole));
  let bytes = 0;
  return {
    take(chunk: Buffer, isError: boolean): void {
      bytes += chunk.length;
      if (bytes > outputMb * 1024 ** 2) {
        onExcess(new Failure('output_limit', `it wrote more than ${outputMb} MB`));
        return;
      }
      (isError ? errors : out).push(chunk);
    },
    /** Another trial begins. */
    restart(): void {
      bytes = 0;
    },
    end(): void {
      out.end();
      errors.end();
    },
  };
}
