import type { ArmGroup } from './material.ts';

/** Ways to rebalance without making rows. */
export const PLAIN_ARMS: readonly string[] = [
  'none',
  'class_weight',
  'prior_shift',
  'oversample',
  'undersample',
];

/** Made rows that hold nothing: they show what is no merit of the rows, and are no augmentation to be judged. */
export const isPlacebo = (arm: string): boolean => arm.includes('placebo');

export const isPlain = ({ arm }: ArmGroup): boolean => PLAIN_ARMS.includes(arm);

/** It makes new rows. */
export const augments = ({ arm }: ArmGroup): boolean => !PLAIN_ARMS.includes(arm) && !isPlacebo(arm);

export type ComparatorName = 'nothing' | 'oversampling' | 'shifting' | 'plain' | 'strongest';

export interface Comparator {
  readonly name: ComparatorName;
  /** Groups that it may be chosen from, beside a config of this classifier. */
  of(group: ArmGroup, classifier: string): boolean;
}

const ofArm =
  (wanted: string) =>
  ({ arm, classifier }: ArmGroup, own: string) =>
    arm === wanted && classifier === own;

/** What the config that validation chose is held against, each chosen by validation where there are several configs of it. */
export const COMPARATORS: readonly Comparator[] = [
  { name: 'nothing', of: ofArm('none') },
  { name: 'oversampling', of: ofArm('oversample') },
  { name: 'shifting', of: ofArm('prior_shift') },
  { name: 'plain', of: (group, own) => isPlain(group) && group.classifier === own },
  { name: 'strongest', of: (group) => isPlain(group) },
];
