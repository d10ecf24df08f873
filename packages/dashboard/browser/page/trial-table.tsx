import { duration } from '@latentsweep/figures';
import type { TrialRow } from '../../src/api.ts';
import { Go } from '../part/go.tsx';
import { State } from '../part/state.tsx';
import { pathTo } from '../route.ts';
import { moment } from '../text/moment.ts';
import { metric } from '../text/number.ts';
import { printable } from '../text/value.ts';

/** Trials with how they went; each leads to its page. */
export function TrialTable({ of }: { readonly of: readonly TrialRow[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section class="scroll" aria-label="Trials" tabIndex={0}>
      <table>
        <caption class="unseen">Trials</caption>
        <thead>
          <tr>
            <th scope="col" class="number">
              trial
            </th>
            <th scope="col" class="number">
              replicate
            </th>
            <th scope="col">state</th>
            <th scope="col" class="number">
              value
            </th>
            <th scope="col" class="number">
              attempt
            </th>
            <th scope="col">worker</th>
            <th scope="col">started</th>
            <th scope="col" class="number">
              took
            </th>
            <th scope="col">error</th>
          </tr>
        </thead>
        <tbody>
          {of.map((trial) => (
            <tr key={trial.id}>
              <th scope="row" class="number">
                <Go to={pathTo.trial(trial.id)}>{String(trial.number)}</Go>
              </th>
              <td class="number">{trial.replicate}</td>
              <td>
                <State of={trial.state} />
              </td>
              <td class="number">{metric(trial.value)}</td>
              <td class="number">{trial.attempt}</td>
              <td>{trial.worker && printable(trial.worker)}</td>
              <td class="moment">{trial.startedAt && moment(trial.startedAt)}</td>
              <td class="number">{tookText(trial)}</td>
              <td class="clip">{trial.error && printable(trial.error)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function tookText({ startedAt, finishedAt }: TrialRow): string {
  if (startedAt === null || finishedAt === null) return '';
  return duration((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
}
