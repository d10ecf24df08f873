import type { ProgramDeclaration } from '@latentsweep/core';
import { Failure } from '../failure.ts';
import { isBlank, LineSplitter, type Lines, lastOf } from './lines.ts';
import { Log } from './log.ts';
import { type JsonObject, jsonLine, reportOf } from './report.ts';
import { Tally } from './tally.ts';

/** What one trial says: reports are tallied, the rest is its log. */
export class Output implements Lines {
  readonly log = new Log();
  readonly tally: Tally;
  readonly #way: ProgramDeclaration['reports'];
  readonly #onReport: (reports: number) => void;
  /** Told when the trial has reached its band, and of each report behind it. */
  onBand: () => void = () => {};
  #lastLines: Buffer = Buffer.alloc(0);

  constructor(
    way: ProgramDeclaration['reports'],
    metrics: ConstructorParameters<typeof Tally>[0],
    onReport: (reports: number) => void,
    until: number | null = null,
  ) {
    this.tally = new Tally(metrics, until);
    this.#way = way;
    this.#onReport = onReport;
  }

  /** A line of standard output. */
  line(line: Buffer, whole: boolean): void {
    const object = whole && this.#way === 'lines' ? jsonLine(line) : null;
    if (object && this.report(object)) return;
    if (!isBlank(line)) this.#lastLines = line;
    this.aside(line, whole);
  }

  /** Lines of standard output that are no reports. */
  lines(block: Buffer): void {
    if (!isBlank(block)) this.#lastLines = block;
    this.log.add(block);
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
    if (this.tally.cut !== null) this.onBand();
    return true;
  }

  get lastLine(): string {
    return lastOf(this.#lastLines);
  }
}

/** Splits both of a process's streams, and ends it where they say too much. */
export function hear(
  outputMb: number,
  to: Lines & { aside(line: Buffer, whole: boolean): void },
  onExcess: (failure: Failure) => void,
) {
  const out = new LineSplitter(to);
  const errors = new LineSplitter({
    line: (line, whole) => to.aside(line, whole),
    lines: (block) => to.aside(block, true),
  });
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
