import { spawn } from 'node:child_process';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ToolRun {
  readonly cwd?: string;
  readonly env: Environment;
  readonly signal?: AbortSignal;
  /** Told its process id. */
  readonly onStart?: (pid: number) => void;
}

export interface ToolEnd {
  /** Null: it is not there, or was killed. */
  readonly code: number | null;
  readonly out: string;
  /** The end of what it said, on both streams. */
  readonly said: string;
}

/** Of a tool's words: enough to see why it failed. */
const KEPT = 20_000;

/**
 * Runs a tool in a process group of its own, without a shell and with nobody to ask. It is ended, with what it started,
 * when the signal comes: then throws the signal's reason.
 */
export async function runTool(
  command: string,
  args: readonly string[],
  { cwd, env, signal, onStart }: ToolRun,
): Promise<ToolEnd> {
  signal?.throwIfAborted();
  const child = spawn(command, args, {
    ...{ cwd, env: env as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  });
  if (child.pid !== undefined) onStart?.(child.pid);
  let out = '';
  let said = '';
  const hear = (text: string) => {
    said = (said + text).slice(-KEPT);
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out = (out + text).slice(-KEPT);
    hear(text);
  });
  child.stderr.setEncoding('utf8').on('data', hear);
  const end = () => {
    try {
      // To its group: pip and npm start others.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
  };
  signal?.addEventListener('abort', end);
  process.once('exit', end);
  try {
    const code = await new Promise<number | null>((resolve) => {
      child.once('error', (error) => {
        hear(error.message);
        resolve(null);
      });
      child.once('close', resolve);
    });
    signal?.throwIfAborted();
    return { code, out, said };
  } finally {
    signal?.removeEventListener('abort', end);
    process.off('exit', end);
  }
}
