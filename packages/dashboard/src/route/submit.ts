import { handIn } from '@latentsweep/app';
import { type Fault, InputError, plural, printable, spelled } from '@latentsweep/core';
import type { Hono } from 'hono';
import type { FileFault, SubmitAnswer } from '../api.ts';
import type { Desk } from '../desk.ts';
import type { Env } from '../env.ts';
import { readObject } from '../guard/body.ts';
import { needToken } from '../guard/need-token.ts';

/** The text of a sweep file: checked, with all its faults told, and handed to the cluster where there is one. */
export function addSubmit(app: Hono<Env>, desk: Desk): void {
  app.post('/api/sweeps', async (c) => {
    needToken(c);
    const { text } = await readObject(c.env.incoming);
    if (typeof text !== 'string' || text.trim() === '') {
      throw new InputError('bad_body', 'There is no text of a sweep file.', 'Send `{ "text": "name: …" }`.');
    }
    return c.json(await submit(desk, text));
  });
}

async function submit({ openStore, engines, spell }: Desk, text: string): Promise<SubmitAnswer> {
  const notes: FileFault[] = [];
  const say = (note: Fault) => notes.push(told(note));
  const told = ({ line, path, message, hint }: Fault): FileFault => ({
    ...{
      line: line ?? null,
      path: printable(path),
      message: printable(message),
      hint: printable(spelled(hint, spell)),
    },
  });
  try {
    const store = await openStore();
    const handed = await handIn({ store, engines, folder: process.cwd(), say }, text);
    const { sweep, created, trials } = handed;
    if (sweep === null) {
      const run = `It is right, with ${plural(trials, 'trial')}. This store is of one machine: save it as a file and type \`sweep run FILE\``;
      return { word: null, text: spelled(run, spell), faults: [], notes };
    }
    const done = sweep.state === 'completed' ? 'was there, and is completed' : 'was there, and goes on';
    return { word: sweep.word, text: `${sweep.slug} ${created ? 'is submitted' : done}.`, faults: [], notes };
  } catch (error) {
    if (!(error instanceof InputError) || error.faults.length === 0) throw error;
    return { word: null, text: null, faults: error.faults.map(told), notes };
  }
}
