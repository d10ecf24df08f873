import { distributionText, moment, type Spell, sweepFacts, type WholeSweep } from '@latentsweep/app';
import { printable } from '@latentsweep/core';
import type { Style } from '../terminal/style.ts';
import { caveatLines } from './caveats.ts';
import { factLines } from './facts.ts';
import { paintState } from './state.ts';
import { type Step, stepLines } from './steps.ts';

export interface SweepView extends WholeSweep {
  readonly spell: Spell;
}

export function showLines(view: SweepView, width: number, style: Style): string[] {
  const { sweep, definition } = view;
  const state = paintState(view.state, view.state, style);
  const lines = [
    `${style.bold(printable(sweep.name))}  ${state}${sweep.reason ? `  ${printable(sweep.reason)}` : ''}`,
  ];
  if (sweep.description) lines.push(printable(sweep.description));
  lines.push('', ...factLines(sweepFacts(view, moment), width, style), '', style.bold('parameters'));
  const parameters = definition.parameters.map((p) => [p.name, distributionText(p.distribution)] as const);
  lines.push(...factLines(parameters, width, style));
  const caveats = caveatLines(view.caveats, view.spell, width, style);
  if (caveats.length > 0) lines.push('', ...caveats);
  lines.push('', style.bold('next'));
  return [...lines, ...stepLines(nextSteps(view), width, style)];
}

function nextSteps({ sweep, state, counts, spell }: SweepView): Step[] {
  const { word } = sweep;
  const steps: Step[] = [];
  const step = (command: string, does: string) => steps.push([spell(command), does]);
  if (state === 'running' || state === 'waiting') {
    if (sweep.onCluster) step(`watch ${word}`, 'see how it goes');
    step(`pause ${word}`, 'stop for now');
  } else if (state !== 'completed' && state !== 'cancelled') step(`resume ${word}`, 'go on');
  if (counts.failed > 0) step(`trials ${word} --state failed`, 'what went wrong');
  if (counts.quarantined > 0) step(`trials ${word} --state quarantined`, 'what killed its workers');
  step(`top ${word}`, 'the leaderboard');
  step(`export ${word} --to trials.csv`, 'all trials in a file');
  return steps;
}
