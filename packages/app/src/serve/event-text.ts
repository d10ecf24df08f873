import type { ServeEvent } from '@latentsweep/coordinator';
import { plural, printable, reasonOf, redacted } from '@latentsweep/core';
import { TryAgain } from '@latentsweep/store';
import { duration } from '../text/duration.ts';
import { rungText } from '../text/rung.ts';
import { entryOf, type LogEntry } from './log.ts';

/** What a coordinator has to tell, for its log; null for what is no event of its own. */
export function eventText(event: ServeEvent): LogEntry | null {
  const { kind, ...fields } = event;
  const say = (level: LogEntry['level'], text: string, more: LogEntry['fields'] = fields) =>
    entryOf(level, kind.replaceAll(' ', '_'), printable(text), more);
  switch (event.kind) {
    case 'leading':
      return say('info', 'This coordinator leads.');
    case 'standing by':
      return say('info', 'Another coordinator leads; standing by.');
    case 'lost the lead':
      return say('warn', `The lead was lost: ${event.reason}`);
    case 'sweep begun':
      return say('info', `${event.sweep}: running.`);
    case 'sweep ended': {
      const { sweep, state, reason, seconds } = event;
      const why = reason === null ? '' : `: ${reason}`;
      return say(
        state === 'failed' ? 'error' : 'info',
        `${sweep}: ${state} after ${duration(seconds)}${why}`,
      );
    }
    case 'sweep failed to run': {
      const reason = reasonOf(event.error);
      return say('error', `${event.sweep} cannot be run now, and is tried again: ${reason}`, {
        ...{ sweep: event.sweep, reason },
      });
    }
    case 'worker':
      return say(event.what === 'lost' ? 'warn' : 'info', `Worker ${event.worker} ${WORKER[event.what]}.`);
    case 'death': {
      const { sweep, trialIds, worker, reason, quarantined } = event;
      const then = quarantined ? 'the third time, so quarantined' : 'to be run again';
      return say(
        'warn',
        `${sweep}: ${worker ?? 'a worker'} died at ${trials(trialIds)}: ${reason}; ${then}.`,
      );
    }
    case 'rung':
      return say('info', `${event.sweep}: ${rungText(event, event.counts)}.`);
    case 'conflict':
      return say(
        'error',
        `A second result differs from the first, for ${trials(event.trialIds)}: see sweep doctor.`,
      );
    case 'bad message':
      return say('warn', `A message that cannot be read was put aside: ${event.reason}`);
    case 'queue lost':
      return say(
        'warn',
        `The queue of the bus was lost, and is made anew: ${event.reason}. Jobs are sent again.`,
      );
    case 'files lost':
      return say(
        'warn',
        `The bus lost files of programs: ${event.reason}. Artifacts may be gone, and a trial under way may begin anew ` +
          'elsewhere; no trial and no result is lost.',
      );
    case 'bus trouble':
      return event.reason === null
        ? say('info', 'The bus takes all again.')
        : say('error', `The bus does not take what it is given: ${event.reason}.`);
    case 'connection':
      return event.connected
        ? say('info', 'Connected to the bus.')
        : say('warn', 'The connection to the bus is lost; trying again.');
    case 'store unreachable': {
      const reason = outageOf(event.error);
      return say('error', `The store cannot be reached; trying again: ${reason}`, { reason });
    }
    case 'status':
      return null;
  }
}

const WORKER = {
  joined: 'joined',
  draining: 'takes no more jobs',
  left: 'left',
  lost: 'has fallen silent',
} as const;

/** After the words that the store cannot be reached. */
export function outageOf(error: unknown): string {
  return error instanceof TryAgain ? redacted(error.reason) : reasonOf(error);
}

function trials(ids: readonly number[]): string {
  return `${plural(ids.length, 'trial')} (${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''})`;
}
