import type { SweepsAnswer } from '../../src/api.ts';
import { State } from '../part/state.tsx';
import { moment } from '../text/moment.ts';
import { count, plural } from '../text/number.ts';
import { printable } from '../text/value.ts';

/** Who works, as `sweep workers` says it. */
export function Workers({ answer: { workers, moreWorkers } }: { readonly answer: SweepsAnswer }) {
  if (workers.length === 0) return null;
  return (
    <section aria-labelledby="workers">
      <h2 id="workers">Workers</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section class="scroll" aria-label="List of workers" tabIndex={0}>
        <table>
          <caption class="unseen">Workers</caption>
          <thead>
            <tr>
              <th scope="col">worker</th>
              <th scope="col">host</th>
              <th scope="col">engine</th>
              <th scope="col">state</th>
              <th scope="col" class="number">
                slots
              </th>
              <th scope="col" class="number">
                at work
              </th>
              <th scope="col" class="number">
                done
              </th>
              <th scope="col">last seen</th>
            </tr>
          </thead>
          <tbody>
            {workers.map((worker) => (
              <tr key={worker.worker}>
                <th scope="row">{printable(worker.worker)}</th>
                <td>{printable(worker.host)}</td>
                <td>{printable(worker.engine)}</td>
                <td>
                  <State of={worker.state} />
                </td>
                <td class="number">{count(worker.slots)}</td>
                <td class="number">{count(worker.atWork)}</td>
                <td class="number">{count(worker.done)}</td>
                <td class="moment">{moment(worker.lastSeen)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {moreWorkers > 0 && <p class="quiet">and {plural(moreWorkers, 'more worker')}</p>}
    </section>
  );
}

/** What is wrong with the cluster now. */
export function Alarms({ of }: { readonly of: SweepsAnswer['alarms'] }) {
  if (of.length === 0) return null;
  return (
    <ul class="alarms" aria-label="Alarms">
      {of.map(({ since, text }) => (
        <li key={text}>
          {printable(text)}
          {since && <span class="quiet"> since {moment(since)}</span>}
        </li>
      ))}
    </ul>
  );
}
