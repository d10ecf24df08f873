import type { ArmGroup } from './material.ts';

/** Ways to rebalance without making rows. */
const PLAIN_ARMS: readonly string[] = ['none', 'class_weight', 'prior_shift', 'oversample', 'undersample'];

/** Made rows that hold nothing: they show what is no merit of the rows, and are no augmentation to be judged. */
export const isPlacebo = (arm: string): boolean => arm.includes('placebo');

export const isPlain = ({ arm }: ArmGroup): boolean => PLAIN_ARMS.includes(arm);

/** It makes new rows. */
export const augments = ({ arm }: ArmGroup): boolean => !PLAIN_ARMS.includes(arm) && !isPlacebo(arm);

export type ComparatorName = 'nothing' | 'oversampling' | 'shifting' | 'plain' | 'strongest';

export interface Comparator {
  readonly name: ComparatorName;
  /** Whether it may be chosen from a group, beside a config of the group `own` and of as many minority rows. */
  of(group: ArmGroup, own: ArmGroup): boolean;
}

const ofArm =
  (wanted: string) =>
  ({ arm, classifier }: ArmGroup, own: ArmGroup) =>
    arm === wanted && classifier === own.classifier;

/** What the config that validation chose is held against, each chosen by validation where there are several configs of it. */
export const COMPARATORS: readonly Comparator[] = [
  { name: 'nothing', of: ofArm('none') },
  { name: 'oversampling', of: ofArm('oversample') },
  { name: 'shifting', of: ofArm('prior_shift') },
  { name: 'plain', of: (group, own) => isPlain(group) && group.classifier === own.classifier },
  { name: 'strongest', of: (group) => isPlain(group) },
];
