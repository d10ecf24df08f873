import { type Found, openSection, type Section } from '@latentsweep/plain-file';
import type { DatasetDefinition } from '../port.ts';
import { IMAGE_KEYS, SHARE_KEYS } from './keys.ts';
import { summingToOne } from './values.ts';

type ImagesDefinition = Extract<DatasetDefinition, { kind: 'images' }>;

export const IMAGE_NAMES = ['kind', ...Object.keys(IMAGE_KEYS), 'split'];

/** `folderOf`: where a path starts that stands there. Undefined with faults. */
export function readImageKeys(
  section: Section<typeof IMAGE_KEYS>,
  folderOf: (found: Found) => string,
): ImagesDefinition | undefined {
  const path = section.get('path');
  const found = section.under('path');
  if (!found) section.fault('missing_key', 'needs path', 'Name a file of images with `path`.');
  const target = section.get('target') ?? null;
  const drop = section.get('drop');
  if (target !== null && drop?.includes(target)) {
    const message = `must not hold the target ${JSON.stringify(target)}`;
    section.at('drop').fault('target_used', message, 'Remove it from the list.');
  }
  const shape = readShape(section);
  const size = readSize(section);
  const channels = readChannels(section);
  const max = section.get('max') ?? null;
  const positive = section.get('positive') ?? null;
  const balance = section.get('balance');
  const split = readShares(section);
  if (!found || path === undefined || !drop || !balance || !split) return undefined;
  if (shape === undefined || size === undefined || channels === undefined) return undefined;
  return {
    ...{ kind: 'images', path, folder: folderOf(found), target, drop, shape, size, channels, max, positive },
    ...{ ...split, balance },
  };
}

function readSize(section: Section<typeof IMAGE_KEYS>): ImagesDefinition['size'] | undefined {
  const given = section.get('size');
  const found = section.under('size');
  if (!found) return null;
  if (given === undefined) return undefined;
  if (given.length === 2) return [given[0]!, given[1]!];
  const message = `must be height and width, got [${given.join(', ')}]`;
  return found.fault('wrong_length', message, 'Write a list such as [32, 32].');
}

function readChannels(section: Section<typeof IMAGE_KEYS>): ImagesDefinition['channels'] | undefined {
  const given = section.get('channels');
  const found = section.under('channels');
  if (!found) return null;
  if (given === undefined || given === 1 || given === 3) return given;
  return found.fault('out_of_range', `must be 1 (grey) or 3 (colour), got ${given}`, 'Choose one of them.');
}

function readShape(section: Section<typeof IMAGE_KEYS>): ImagesDefinition['shape'] | undefined {
  const given = section.get('shape');
  const found = section.under('shape');
  if (!found) return null;
  if (given === undefined) return undefined;
  const [height, width, channels] = given;
  if (given.length !== 3 || (channels !== 1 && channels !== 3)) {
    const message = `must be height, width and channels (1 or 3), got [${given.join(', ')}]`;
    return found.fault('wrong_length', message, 'Write a list such as [28, 28, 1] for grey images.');
  }
  return [height!, width!, channels];
}

/** Of the images that are trained on by the source, where it has none to validate by. */
const OF_SOURCE = { train: 0.8, validation: 0.2, test: 0 };

function readShares(section: Found): Pick<ImagesDefinition, 'split' | 'parts'> | undefined {
  const { tree } = section.under('split') ?? {};
  if (tree?.kind === 'scalar' && tree.value === 'source') return { split: OF_SOURCE, parts: 'source' };
  const hint =
    'Write `split: source` for what the source has apart, or `{ train: 0.6, validation: 0.2, test: 0.2 }`.';
  const keys = openSection(section, 'split', SHARE_KEYS, hint);
  const split = keys?.all('train', 'validation', 'test');
  return split && summingToOne(Object.values(split), 'bad_shares', keys!) ? { split } : undefined;
}
