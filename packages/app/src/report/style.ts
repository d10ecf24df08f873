/**
 * How a report looks, in the inks of its figures: on a screen in the reader's colours, on paper in light ones. Figures and
 * rows are not torn apart between pages, nor headings from what they head.
 */
export const STYLE = `
:root { color-scheme: light dark; --text: var(--figure-text); --muted: var(--figure-muted); --surface: var(--figure-surface); --line: var(--figure-grid); --soft: #f3f5f7; --link: #0b5fa5; }
@media screen and (prefers-color-scheme: dark) { :root { --soft: #1a2027; --link: #7cb8f0; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 72rem; background: var(--surface); color: var(--text); font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; padding-top: .5rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
a { color: var(--link); }
code, pre { font-family: ui-monospace, monospace; font-size: .875em; }
pre { margin: .75rem 0; padding: .75rem; background: var(--soft); border: 1px solid var(--line); border-radius: 4px; overflow-x: auto; white-space: pre-wrap; }
.state, figcaption, .legend, footer, dt, caption { color: var(--muted); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1rem 0 0; padding: 0; list-style: none; }
dl { margin: .75rem 0; }
dl div { display: grid; grid-template-columns: 8rem 1fr; gap: .75rem; padding: .15rem 0; }
dd { margin: 0; }
table { border-collapse: collapse; margin: .75rem 0; font-size: .82rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: .35rem; }
th, td { padding: .25rem .5rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: normal; }
thead th { vertical-align: bottom; font-weight: 600; }
tbody th { font-weight: 400; font-family: ui-monospace, monospace; }
.number { text-align: right; white-space: nowrap; }
.scroll { overflow-x: auto; }
.axis { display: flex; justify-content: space-between; width: 150px; font-weight: 400; color: var(--muted); }
.bar { display: block; width: 150px; height: 16px; margin-top: .2rem; }
.bar path { stroke: var(--muted); stroke-width: 1.5; fill: none; }
.bar circle { fill: var(--muted); }
.bar.tied path { stroke: var(--link); }
.bar.tied circle { fill: var(--link); }
figure { margin: 1.5rem 0; }
figure svg { display: block; max-width: 100%; height: auto; }
figcaption { margin-top: .35rem; font-size: .9rem; }
@media (max-width: 30rem) { dl div { grid-template-columns: 1fr; gap: 0; } }
@page { size: A4; margin: 15mm; }
@media print {
  :root { color-scheme: light; --soft: #ffffff; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  .scroll { overflow: visible; }
  table { font-size: 7.5pt; }
  th, td { padding: .15rem .3rem; }
  .axis, .bar { width: 76px; }
  figure, tr, dl div, li { break-inside: avoid; }
  h1, h2, h3, caption { break-after: avoid; }
  p { orphans: 3; widows: 3; }
}
`;
