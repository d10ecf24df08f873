/**
 * What the processes are at that were started under one: their times and arguments, and of test files' the JavaScript
 * that runs there. On systems with ps; elsewhere nothing is said.
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
  for (const { pid, line } of below) {
    if (!/vitest\S*workers\S*forks/.test(line)) continue;
    const stack = await stackOf(pid).catch((error) => [
      `no answer (${error.message}): it waits outside of JavaScript`,
    ]);
    lines.push(`  In ${pid}:`, ...stack.map((frame) => `    ${frame}`));
  }
  return lines.join('\n');
}

interface Running {
  readonly pid: number;
  readonly parent: number;
  /** Its time and its arguments. */
  readonly line: string;
}

async function processesUnder(root: number): Promise<Running[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,time=,args='], {
    maxBuffer: 1 << 24,
  }).catch(() => ({ stdout: '' }));
  const all = stdout.split('\n').flatMap((text) => {
    const [, pid, parent, line] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(text) ?? [];
    return pid && line ? [{ pid: Number(pid), parent: Number(parent), line }] : [];
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
  const response = await fetch(INSPECTOR);
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
  socket.onmessage = ({ data }) => {
    const { method, params } = JSON.parse(data);
    if (method === 'Debugger.scriptParsed') urls.set(params.scriptId, params.url);
    if (method === 'Debugger.paused') resolve(params.callFrames);
  };
  try {
    const frames = await promise;
    return frames.map(
      ({ functionName, location: { scriptId, lineNumber } }) =>
        `${functionName || '(anonymous)'} ${urls.get(scriptId)}:${lineNumber + 1}`,
    );
  } finally {
    socket.close();
  }
}
