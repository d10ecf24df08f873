import { configText, count, countsOf, duration, metric, percent, rate } from '@latentsweep/app';
import { endedOf, type RunStatus } from '@latentsweep/coordinator';
import { plural, printable } from '@latentsweep/core';
import type { Style } from '../terminal/style.ts';
import { displayWidth, truncate } from '../terminal/text.ts';

export interface DisplayOptions {
  readonly width: number;
  readonly style: Style;
  /** Parameters that vary in the sweep: what tells one config from another. */
  readonly varying: readonly string[];
  /** Ctrl-C was pressed: what is under way is being given back. */
  readonly stopping: boolean;
}

const JOB_LINES = 4;

/** The live display of one moment: a few lines, each at most `width` columns. */
export function displayLines(status: RunStatus, options: DisplayOptions): string[] {
  const { width, style } = options;
  const lines = [progressLine(status, options), ...bestLines(status, options)];
  const workers = workersText(status);
  if (workers !== '') lines.push(style.dim(truncate(`  ${workers}`, width)));
  lines.push(...jobLines(status, options));
  const trouble = troubleText(status);
  if (trouble !== '') lines.push(style.yellow(truncate(`  ${trouble}`, width)));
  if (options.stopping) {
    lines.push(style.yellow(truncate('  stopping … (Ctrl-C again to leave at once)', width)));
  }
  return lines;
}

/** One line that says it all, for logs: `142 of 320 trials (44%), 2.1/s, 1 min 25 s left, best … `. */
export function logLine(status: RunStatus, varying: readonly string[]): string {
  const { best, sweep } = status;
  const parts = [`${progressText(status).trimStart()} (${percent(share(status))})`];
  if (status.trialsPerSecond > 0) parts.push(`${rate(status.trialsPerSecond)}/s`);
  if (status.secondsLeft !== null) parts.push(`${duration(status.secondsLeft)} left`);
  if (best) {
    const config = configText(best.config, varying);
    parts.push(
      `best ${sweep.metric} ${metric(best.value)} ${meanText(best)}${config === '' ? '' : ` of ${config}`}`,
    );
  }
  const workers = workersText(status);
  if (workers !== '') parts.push(workers);
  const trouble = troubleText(status);
  if (trouble !== '') parts.push(trouble);
  return parts.join(', ');
}

function share(status: RunStatus): number {
  return status.total === 0 ? 1 : Math.min(1, endedOf(status.counts) / status.total);
}

function progressText(status: RunStatus): string {
  const total = count(status.total);
  return `${count(endedOf(status.counts)).padStart(total.length)} of ${plural(status.total, 'trial')}`;
}

/** Room for `  2.1/s  12 min 34 s left`: the bar keeps its length while these come and change. */
const PACE_WIDTH = 26;

/** The name and the bar give way to the numbers where the terminal is narrow. */
function progressLine(status: RunStatus, { width, style }: DisplayOptions): string {
  let text = `${progressText(status)}  ${percent(share(status)).padStart(4)}`;
  const room = width - displayWidth(text) - PACE_WIDTH - 4;
  if (status.trialsPerSecond > 0) text += `  ${rate(status.trialsPerSecond)}/s`;
  if (status.secondsLeft !== null && endedOf(status.counts) < status.total)
    text += `  ${duration(status.secondsLeft)} left`;
  if (room < 10) return truncate(text, width);
  const name = truncate(printable(status.sweep.name), Math.min(20, Math.floor(room / 2)));
  const bar = progressBar(share(status), Math.min(40, room - displayWidth(name)), style);
  const start = `${style.bold(name)}  ${bar}  `;
  return start + truncate(text, width - displayWidth(start));
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** Filled in steps of an eighth of a column, so that a slow sweep is seen to move. */
export function progressBar(done: number, width: number, style: Style): string {
  const eighths = Math.floor(done * width * 8);
  const filled = '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
  return style.green(filled) + style.dim('░'.repeat(Math.max(0, width - displayWidth(filled))));
}

function bestLines({ best, sweep }: RunStatus, { width, style, varying }: DisplayOptions): string[] {
  if (!best) return [];
  const value = `  best ${sweep.metric} ${metric(best.value)} ${meanText(best)}`;
  const config = truncate(`  ${configText(best.config, varying)}`, width - displayWidth(value));
  return [style.cyan(truncate(value, width)) + config];
}

/** It is a mean, or one replicate that may be lucky. */
function meanText({ n }: { readonly n: number }): string {
  return n === 1 ? '(one replicate)' : `(mean of ${n})`;
}

function jobLines({ jobs, sweep }: RunStatus, { width, style, varying }: DisplayOptions): string[] {
  const shown = jobs.slice(0, jobs.length > JOB_LINES ? JOB_LINES - 1 : JOB_LINES);
  // One built-in job serves all values of epochs: how far it is says more.
  const names = sweep.ownMeasures ? varying : varying.filter((name) => name !== 'epochs');
  const lines = shown.map(({ config, replicate, worker, epoch, of }) => {
    // What a program will say before its end is not known.
    const at = epoch === 0 ? 'starting' : sweep.ownMeasures ? `report ${epoch}` : `epoch ${epoch} of ${of}`;
    const what = [configText(config, names), `replicate ${replicate}`].filter((part) => part !== '');
    return style.dim(truncate(`  ${at}  ${what.join(', ')}, on ${printable(worker)}`, width));
  });
  const more = jobs.length - shown.length;
  if (more > 0) lines.push(style.dim(truncate(`  and ${more} more at work`, width)));
  return lines;
}

function workersText({ workers }: RunStatus): string {
  if (!workers || workers.count === 0) return '';
  return `${plural(workers.count, 'worker')} with ${plural(workers.slots, 'slot')}`;
}

function troubleText({ counts, notice }: RunStatus): string {
  const parts = notice === null ? [] : [printable(notice)];
  return [...parts, ...countsOf(counts, ['waiting', 'pruned', 'failed', 'quarantined', 'diverged'])].join(
    ', ',
  );
}
