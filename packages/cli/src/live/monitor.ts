import type { Onlooker } from '@latentsweep/app';
import type { RunStatus } from '@latentsweep/coordinator';
import { Screen } from '../terminal/screen.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { displayLines, logLine } from '../view/display.ts';

/** Shows how a sweep goes: redrawn in place on a terminal, a line now and then elsewhere. */
export interface Monitor extends Omit<Onlooker, 'signal'> {
  /** Ctrl-C was pressed. */
  stopping(): void;
  end(): void;
}

const REDRAW_MS = 100;
const LOG_EVERY_MS = 5000;

export function createMonitor(terminal: Terminal, varying: readonly string[]): Monitor {
  return terminal.err.isTerminal ? liveMonitor(terminal, varying) : logMonitor(terminal, varying);
}

function liveMonitor({ err, onResize }: Terminal, varying: readonly string[]): Monitor {
  const screen = new Screen();
  let latest: RunStatus | null = null;
  let stopping = false;
  let drawnAt = 0;
  const redraw = () => {
    if (!latest) return;
    drawnAt = performance.now();
    const lines = displayLines(latest, { width: err.width - 1, style: err.style, varying, stopping });
    err.write(screen.draw(lines, err.width));
  };
  const stopListening = onResize(redraw);
  return {
    status(status) {
      latest = status;
      if (performance.now() - drawnAt >= REDRAW_MS) redraw();
    },
    stopping() {
      stopping = true;
      redraw();
    },
    note(text) {
      err.write(`${screen.clear(err.width)}${text}\n`);
      redraw();
    },
    end() {
      redraw();
      stopListening();
      err.write(screen.clear(err.width));
    },
  };
}

function logMonitor({ err }: Terminal, varying: readonly string[]): Monitor {
  let loggedAt = performance.now();
  return {
    status(status) {
      if (performance.now() - loggedAt < LOG_EVERY_MS) return;
      loggedAt = performance.now();
      err.write(`${logLine(status, varying)}\n`);
    },
    stopping() {
      err.write('stopping …\n');
    },
    note(text) {
      err.write(`${text}\n`);
    },
    end() {},
  };
}
