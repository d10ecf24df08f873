import type { TrialReport } from '../thread/protocol.ts';

/** Long enough for the ends of many small trials, too short to be noticed. */
const SEND_MS = 20;

/** Ends of small trials travel together: what each costs to send is more than what the trial itself costs. */
export class Outbox {
  readonly #send: (reports: readonly TrialReport[]) => void;
  #waiting: TrialReport[] = [];
  #timer: NodeJS.Timeout | null = null;
  #sent = 0;

  constructor(send: (reports: readonly TrialReport[]) => void) {
    this.#send = send;
  }

  get sent(): number {
    return this.#sent;
  }

  add(report: TrialReport): void {
    this.#waiting.push(report);
    this.#timer ??= setTimeout(() => this.flush(), SEND_MS);
  }

  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const reports = this.#waiting;
    if (reports.length === 0) return;
    this.#waiting = [];
    this.#sent += reports.length;
    this.#send(reports);
  }
}
