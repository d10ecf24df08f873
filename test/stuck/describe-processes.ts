/**
 * What the processes are at that were started under one: their shares of a core, times and arguments, and the JavaScript that
 * runs in the busiest that has test files. On systems with ps; elsewhere nothing is said.
 */

import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Where Node lets debuggers in that is asked to by a signal. */
const INSPECTOR = 'http://127.0.0.1:9229/json/list';
const PATIENCE_MS = 5_000;
/** Characters of a command. */
const LONGEST = 400;

export async function describeProcesses(root: number): Promise<string> {
  const below = await processesUnder(root);
  const lines = below.map(({ pid, parent, line }) => `  ${pid} (under ${parent}) ${line.slice(0, LONGEST)}`);
  // One alone: all have the same port for debuggers.
  const [busiest] = below
    .filter(({ line }) => /vitest\S*workers\S*forks/.test(line))
    .sort((one, other) => other.share - one.share);
  if (busiest) {
    const stack = await stackOf(busiest.pid).catch((error) => [
      `no answer (${error.message}): it waits outside of JavaScript, or another has the port`,
    ]);
    lines.push(`  In ${busiest.pid}:`, ...stack.map((frame) => `    ${frame}`));
  }
  return lines.join('\n');
}

interface Running {
  readonly pid: number;
  readonly parent: number;
  /** Of a core, in percent, since it began. */
  readonly share: number;
  /** That share, its time and its arguments. */
  readonly line: string;
}

async function processesUnder(root: number): Promise<Running[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,pcpu=,time=,args='], {
    maxBuffer: 1 << 24,
  }).catch(() => ({ stdout: '' }));
  const all = stdout.split('\n').flatMap((text) => {
    const [, pid, parent, line] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(text) ?? [];
    return pid && line
      ? [{ pid: Number(pid), parent: Number(parent), share: Number.parseFloat(line), line }]
      : [];
  });
  const known = new Set([root]);
  for (let before = 0; before < known.size; ) {
    before = known.size;
    for (const { pid, parent } of all) if (known.has(parent)) known.add(pid);
  }
  return all.filter(({ pid }) => known.has(pid) && pid !== root);
}

interface Frame {
  readonly functionName: string;
  readonly location: { readonly scriptId: string; readonly lineNumber: number };
}

/** The frames of the JavaScript that a process of Node is in at this moment, the innermost first. */
async function stackOf(pid: number): Promise<string[]> {
  process.kill(pid, 'SIGUSR1');
  await sleep(1000);
  const response = await fetch(INSPECTOR, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const [{ webSocketDebuggerUrl }] = (await response.json()) as [{ webSocketDebuggerUrl: string }];
  const socket = new WebSocket(webSocketDebuggerUrl);
  const { promise, resolve, reject } = Promise.withResolvers<readonly Frame[]>();
  setTimeout(() => reject(new Error('it did not pause')), PATIENCE_MS).unref();
  socket.onerror = () => reject(new Error('it let nobody in'));
  socket.onopen = () => {
    for (const [id, method] of ['Debugger.enable', 'Debugger.pause'].entries()) {
      socket.send(JSON.stringify({ id, method }));
    }
  };
  const urls = new Map<string, string>();
  let frames: readonly Frame[] = [];
  socket.onmessage = ({ data }) => {
    const { id, method, params, result } = JSON.parse(data);
    if (method === 'Debugger.scriptParsed') urls.set(params.scriptId, params.url);
    if (method === 'Debugger.paused') {
      frames = params.callFrames;
      const asked = { callFrameId: params.callFrames[0].callFrameId, expression: 'globalThis.process.pid' };
      socket.send(JSON.stringify({ id: pid, method: 'Debugger.evaluateOnCallFrame', params: asked }));
    }
    if (id === pid && result?.result?.value !== pid) reject(new Error('another process answers'));
    else if (id === pid) resolve(frames);
  };
  try {
    return (await promise).map(
      ({ functionName, location: { scriptId, lineNumber } }) =>
        `${functionName || '(anonymous)'} ${urls.get(scriptId)}:${lineNumber + 1}`,
    );
  } finally {
    socket.close();
  }
}
