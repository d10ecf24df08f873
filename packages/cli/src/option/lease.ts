import { LEASE_MS, LONGEST_LEASE_MS } from '@latentsweep/app';
import { type Command, Option } from 'commander';
import { badOption } from './parse.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, min: 60, m: 60, h: 3600, d: 86_400 };

/** `90s`, `10min`, `6h`, `2d` as milliseconds. Throws InputError `bad_option`. */
export function durationMs(flag: string) {
  return (text: string): number => {
    const [, number = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?) ?(s|min|m|h|d)$/.exec(text) ?? [];
    const ms = 1000 * Number(number) * (SECONDS[unit] ?? 0);
    if (ms > 0 && ms <= LONGEST_LEASE_MS) return ms;
    throw badOption(`${flag} takes a time up to a year`, text, `For example: ${flag} 6h, 30min or 90s`);
  };
}

/** How long a trial stays with whoever asked for it. */
export function leaseOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--lease <TIME>',
      'how long each is kept for you, from now or from its last report: 90s, 30min, 6h',
    )
      .argParser(durationMs('--lease'))
      .default(LEASE_MS, '1h'),
  );
}
