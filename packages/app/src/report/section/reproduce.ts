import { cut } from '../../text/cut.ts';
import { html, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { factList } from './facts.ts';

/** Of the file's text, in characters. */
const LONGEST = 65_536;

/** The file, and what to type for the same results. */
export function reproduceSection({ whole, checksum, exact, madeBy }: Report): Markup {
  const { sweep, definition } = whole;
  const file = `${sweep.slug}.yaml`;
  const source = sweep.source.replaceAll('\r\n', '\n');
  const read = definition.dataset.kind !== 'simulated';
  return html`<section aria-labelledby="reproduce">
<h2 id="reproduce">How to reproduce it</h2>
<p>${
    exact
      ? 'A result is a function of config, data and seed: the same file makes the same bits on any machine.'
      : 'The engine that trained it gives the same results but for their last bits, which depend on the machine.'
  } Save the text below as <code>${file}</code>${
    read ? ', beside the data that it names' : ''
  }, and with the version of latentsweep that is named here:</p>
<pre tabindex="0" aria-label="Commands">sweep run ${file} --seed ${sweep.seed} --replicates ${sweep.replicates}
sweep show ${sweep.slug} --checksum</pre>
${factList([
  ['checksum', checksum ?? 'there is none before the sweep is completed'],
  ['seed', `${sweep.seed}, ${sweep.replicates} replicates`],
  ['engine', sweep.engine],
  ['data', read ? `fingerprint ${sweep.datasetFingerprint}` : 'made from the seed'],
  ['versions', `latentsweep ${madeBy.version}, Node ${madeBy.node} (of this report)`],
])}<h3 id="file">The sweep file</h3>
<p>As it was written. What <code>--set</code> changed is not in it: the parameters above are what was run.</p>
<pre tabindex="0" aria-labelledby="file">${cut(source, LONGEST)}</pre>
</section>
`;
}
