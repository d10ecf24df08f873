// Records a command as an animated SVG: `node scripts/record.mjs docs/quickstart.svg npm start`.
// The command runs in a real terminal (tmux, which must be installed); its screens are what the picture shows.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const COLUMNS = 108;
const LINES = 34;
const EVERY_MS = 400;
/** The recording plays this many times faster than it happened; each screen shows at least this long. */
const SPEED = 4;
const SHORTEST_S = 0.25;
const LAST_S = 12;

const [output, ...command] = process.argv.slice(2);
const session = `record-${process.pid}`;
const tmux = (...args) => spawnSync('tmux', args, { encoding: 'utf8' }).stdout;

const line = command.join(' ');
tmux('new-session', '-d', '-s', session, '-x', String(COLUMNS), '-y', String(LINES), `${line}; sleep 2`);
const frames = [];
for (;;) {
  const screen = tmux('capture-pane', '-e', '-p', '-t', session);
  if (!screen) break;
  const text = screen.trimEnd();
  if (text && frames.at(-1)?.text !== text) frames.push({ at: Date.now(), text });
  await sleep(EVERY_MS);
}
writeFileSync(output, draw(line, frames));
process.stderr.write(`${frames.length} screens in ${output}\n`);

function draw(title, all) {
  const seconds = all.map((frame, i) =>
    i + 1 < all.length ? Math.max(SHORTEST_S, (all[i + 1].at - frame.at) / 1000 / SPEED) : LAST_S,
  );
  const total = seconds.reduce((sum, s) => sum + s, 0);
  const height = 20 * (Math.max(...all.map((frame) => frame.text.split('\n').length)) + 3);
  let start = 0;
  const groups = all.map(({ text }, i) => {
    const from = ((start / total) * 100).toFixed(3);
    start += seconds[i];
    const to = ((start / total) * 100).toFixed(3);
    const last = i + 1 === all.length;
    const rule = `@keyframes f${i}{0%{opacity:${i === 0 ? 1 : 0}}${from}%{opacity:1}${last ? '' : `${to}%{opacity:0}`}100%{opacity:${last ? 1 : 0}}}`;
    const rows = text
      .split('\n')
      .map((row, y) => `<text x="14" y="${62 + 20 * y}">${paint(row)}</text>`)
      .join('');
    return `<style>${rule}.f${i}{animation:f${i} ${total.toFixed(2)}s step-end infinite}</style><g class="f${i}"${last ? '' : ' opacity="0"'}>${rows}</g>`;
  });
  const width = 14 * 2 + COLUMNS * 8.43;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width.toFixed(0)} ${height}" font-family="ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14" role="img">
<title>${escapeXml(title)}</title>
<rect width="100%" height="100%" rx="8" fill="#16181d"/><text x="14" y="26" fill="#7d8590">$ ${escapeXml(title)}</text>
<g fill="#d7dae0" xml:space="preserve">${groups.join('\n')}</g></svg>
`;
}

/** One line with its SGR colours as tspans. */
function paint(row) {
  const colours = {
    31: '#ff7b72',
    32: '#7ee787',
    33: '#e3b341',
    34: '#79c0ff',
    35: '#d2a8ff',
    36: '#76e3ea',
    90: '#7d8590',
  };
  let style = {};
  return row
    .split(/(\x1b\[[0-9;]*m)/)
    .map((part) => {
      const codes = /^\x1b\[([0-9;]*)m$/.exec(part);
      if (!codes) {
        if (!part) return '';
        const attributes = `${style.fill ? ` fill="${style.fill}"` : ''}${style.bold ? ' font-weight="bold"' : ''}${style.dim ? ' opacity="0.6"' : ''}`;
        return attributes ? `<tspan${attributes}>${escapeXml(part)}</tspan>` : escapeXml(part);
      }
      for (const code of (codes[1] || '0').split(';').map(Number)) {
        if (code === 0) style = {};
        else if (code === 1) style.bold = true;
        else if (code === 2) style.dim = true;
        else if (code === 22) style.bold = style.dim = false;
        else if (code === 39) style.fill = undefined;
        else if (colours[code] ?? colours[code - 60]) style.fill = colours[code] ?? colours[code - 60];
      }
      return '';
    })
    .join('');
}

function escapeXml(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
