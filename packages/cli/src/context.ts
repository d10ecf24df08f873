import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Say } from '@latentsweep/app';
import type { Bus } from '@latentsweep/bus';
import { InputError, printable } from '@latentsweep/core';
import { openStore, type Store } from '@latentsweep/store';
import { ExitCode } from './exit-code.ts';
import { defaultCacheDir } from './settings/cache-dir.ts';
import { isUrl } from './settings/is-url.ts';
import type { BusRole, Waits } from './settings/open-bus.ts';
import { noteOnSecret, refuseMissing } from './settings/secret-file.ts';
import { type GlobalOptions, NATIVE_FOLDER, type Settings } from './settings/settings.ts';
import { storeLocation } from './settings/store-location.ts';
import { spell } from './spell.ts';
import type { Terminal } from './terminal/terminal.ts';
import { moveTeller } from './view/move.ts';

const QUICKSTART = 'sweeps/quickstart.yaml';

/** What a command gets: the user's terminal, the settings, and the store, opened when it is first asked for. */
export class Context {
  readonly terminal: Terminal;
  /** How the user calls this program. */
  readonly program: string;
  settings: Settings;
  /** Global options as they were given. */
  given: GlobalOptions = {};
  exitCode: ExitCode = ExitCode.done;
  /** The sweep file that the command reads: where the faults of an error are. */
  file: string | undefined = undefined;
  #store: Promise<Store> | null = null;
  #noted = false;

  constructor(terminal: Terminal, settings: Settings, program: string) {
    this.terminal = terminal;
    this.program = program;
    this.settings = settings;
  }

  /** Opens the store, making an embedded one where there is none. */
  store(options: { readonly lingerMs?: number } = {}): Promise<Store> {
    const opened = this.#store ?? this.#open(options);
    this.#store = opened;
    // One that could not be reached may be asked for again.
    opened.catch(() => {
      if (this.#store === opened) this.#store = null;
    });
    return opened;
  }

  async #open(options: { readonly lingerMs?: number }): Promise<Store> {
    const location = storeLocation(this.settings, (note) => this.note(note));
    return openStore({ location, onMove: moveTeller((text) => this.say(text)), ...options });
  }

  /** Opens the store to look at what is there. Throws InputError `no_store` where nothing can be. */
  existingStore(): Promise<Store> {
    if (this.hasStore()) return this.store();
    const { store, storeGiven } = this.settings;
    throw new InputError(
      'no_store',
      `There is no store at '${store}'.`,
      storeGiven
        ? `Check --store, LATENTSWEEP_STORE and latentsweep.yaml, or run a sweep into it: ${this.spell('run FILE')}`
        : `Run a sweep first (${this.spell(`run ${this.anyFile()}`)}), or name another store: --store URL|DIR`,
    );
  }

  /** The store, or null where it would be made by opening it. */
  async storeIfThere(): Promise<Store | null> {
    return this.hasStore() ? this.store() : null;
  }

  /** A sweep file to run, for one who has run none: ours, where it is. */
  anyFile(): string {
    return existsSync(QUICKSTART) ? QUICKSTART : 'FILE';
  }

  /** False where the store would be made by opening it. */
  hasStore(): boolean {
    const { store } = this.settings;
    return isUrl(store) || (existsSync(store) && !holdsNativeAlone(store));
  }

  /** `options` with the folder of libtensorflow that counts: the option, the environment, the usual one if it is there. */
  withNativeFolder<Options extends { readonly nativeFolder?: string | undefined }>(
    options: Options,
  ): Options & { readonly nativeFolder: string | undefined } {
    const named = options.nativeFolder ?? this.settings.nativeFolder;
    const folder = named ?? (existsSync(NATIVE_FOLDER) ? NATIVE_FOLDER : undefined);
    return { ...options, nativeFolder: folder === undefined ? undefined : resolve(folder) };
  }

  /** The same, and where it is kept what devices showed of themselves. */
  withFolders<Options extends { readonly nativeFolder?: string | undefined }>(options: Options) {
    return { ...this.withNativeFolder(options), deviceFolder: defaultCacheDir(process.env) };
  }

  /** `resume ext` as the user types it, for the same store and cluster. */
  readonly spell = (command: string): string => spell(this.program, this.given, command);

  /** A message to the user, apart from the results. */
  say(text: string): void {
    this.terminal.err.write(`${text}\n`);
  }

  /** Connects to the bus of the cluster as `name`. Throws InputError `no_bus` where none is named. */
  async openBus(role: BusRole, name: string, waits: Waits = {}): Promise<Bus> {
    const { openBus } = await import('./settings/open-bus.ts');
    this.#checkBusFiles();
    return openBus(this.settings, role, name, waits);
  }

  #checkBusFiles(): void {
    const { credentialsFile, caFile } = this.settings.bus ?? {};
    const note = credentialsFile && noteOnSecret(credentialsFile, 'the credentials of the bus');
    if (note && !this.#noted) this.note(note);
    this.#noted ||= Boolean(note);
    if (caFile) refuseMissing(caFile, 'the certificate authority of the bus');
  }

  /** Something that is worth knowing and stops nothing. */
  note(text: string): void {
    this.say(this.terminal.err.style.yellow(`note  ${text}`));
  }

  /** The same from where nobody knows of a terminal. */
  readonly tell: Say = ({ path, line, message, hint }) => {
    const place = printable(line === undefined ? path : `${this.file}:${line}`);
    this.note(`${place === '' ? '' : `${place}  `}${printable(message)}. ${printable(hint)}`);
  };

  async close(): Promise<void> {
    const store = await this.#store?.catch(() => null);
    await store?.close();
  }
}

/** libtensorflow may have come into the store's usual folder before a store did. */
function holdsNativeAlone(folder: string): boolean {
  if (!statSync(folder).isDirectory()) return false;
  const names = readdirSync(folder);
  return names.length > 0 && names.every((name) => name.split('.')[0] === basename(NATIVE_FOLDER));
}
