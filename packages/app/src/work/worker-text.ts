import type { LetGo } from '@latentsweep/bus';
import { plural } from '@latentsweep/core';
import type { WorkerEvent, WorkerState } from '@latentsweep/worker';
import { entryOf, type LogEntry } from '../serve/log.ts';
import { duration } from '../text/duration.ts';

const STATES: Readonly<Record<WorkerState, string>> = {
  working: 'Ready for jobs.',
  draining: 'Stopping: no more jobs; those under way end, or stop after their epoch and are given back.',
  gone: 'Stopped.',
};

const LET_GO: Readonly<Record<LetGo, string>> = {
  paused: 'its sweep was paused',
  cancelled: 'its sweep was cancelled',
  ending: 'its sweep ends',
};

/** What a worker has to tell, for its log. */
export function workerText(event: WorkerEvent): LogEntry {
  const { kind, ...fields } = event;
  const entry = (level: LogEntry['level'], text: string) => entryOf(level, kind, text, fields);
  switch (event.kind) {
    case 'started': {
      const what = `${plural(event.trials, 'trial')}, ${plural(event.epochs, 'epoch')}`;
      return entry('info', `Job ${event.jobId} started: ${what}.`);
    }
    case 'ended': {
      const how = `${event.outcome} after ${duration(event.durationMs / 1000)}`;
      return entry('info', `Trial ${event.trialId} of sweep ${event.sweepId} ended: ${how}.`);
    }
    case 'declined':
      return entry('warn', `Job ${event.jobId} declined: ${event.reason}.`);
    case 'crashed': {
      const where = event.jobId === null ? 'without a job' : `at job ${event.jobId}`;
      return entry('error', `A thread died ${where}: ${event.reason.replace(/\.$/, '')}.`);
    }
    case 'device': {
      if (event.device === null)
        return entry('info', `No GPU is used: ${event.reason}. \`sweep doctor\` says what one needs.`);
      const note = event.note === undefined ? '' : ` ${event.note}`;
      return entry('info', `${event.device} trains too, whenever there are jobs enough for it.${note}`);
    }
    case 'device_differs':
      return entry('error', differText(event));
    case 'device_given_up':
      return entry('warn', `${event.device} is given up, and a CPU goes on in its place: ${event.reason}`);
    case 'given_back':
      return entry('info', `Job ${event.jobId} given back to the bus: ${event.reason}.`);
    case 'released':
      return entry('info', `Job ${event.jobId} dropped: ${LET_GO[event.why]}.`);
    case 'not_delivered':
      return entry('error', `Job ${event.jobId} was not delivered, and will run again: ${event.reason}.`);
    case 'connection':
      return event.connected
        ? entry('info', 'Connected to the bus again.')
        : entry('warn', 'The connection to the bus is lost; training goes on, results are kept.');
    case 'bus_trouble':
      return event.reason === null
        ? entry('info', 'The bus takes results again.')
        : entry('error', `The bus takes no results, which are kept: ${event.reason}.`);
    case 'bad_message':
      return entry('error', `A message was refused: ${event.reason} Run the same version on every machine.`);
    case 'state':
      return entry('info', STATES[event.state]);
    case 'cache_failed':
      return entry('warn', `Data sets cannot be kept on disk: ${event.reason}.`);
  }
}

const SHOWN = 5;

function differText({ trialIds, device }: WorkerEvent & { kind: 'device_differs' }): string {
  const shown = trialIds.slice(0, SHOWN).join(', ') + (trialIds.length > SHOWN ? ', …' : '');
  const which = trialIds.length === 1 ? `trial ${shown}` : `${trialIds.length} trials (${shown})`;
  return `${device} computed other bits than a CPU for ${which}: the CPU's stand. Don't trust what else it computed: see sweep doctor.`;
}
