/** What a parameter is: the values that it takes, its default, and when it means anything. */

import type { Bounds } from '../bounds.ts';

export type ParameterValue = Scalar | readonly number[] | readonly string[] | readonly Scalar[];

type Scalar = number | string | boolean;

/** Values of parameters, by dotted name. */
export type Values = Readonly<Record<string, ParameterValue>>;

type Domain =
  | ({ readonly type: 'integer' | 'number' } & Bounds)
  /** A list of layer sizes; may be empty. */
  | ({ readonly type: 'integers'; readonly maxItems: number } & Bounds)
  /** A list of texts of a form; may be empty. */
  | { readonly type: 'texts'; readonly maxItems: number; readonly what: string; readonly form: TextForm }
  | { readonly type: 'choice'; readonly choices: readonly string[] }
  | { readonly type: 'boolean' }
  /** Texts, numbers, booleans and lists of them side by side: only of programs of the user's own. */
  | { readonly type: 'mixed' };

/** What each text of a list must be. */
export interface TextForm {
  /** The one way to write it, or what is wrong with it and what to write. */
  read(text: string): string | { readonly fault: string; readonly hint: string };
}

/** Holds where another parameter has one of these values. */
export interface Condition {
  readonly parameter: string;
  readonly in: readonly ParameterValue[];
}

/** Holds where one of several does. */
interface AnyOf {
  readonly anyOf: readonly Condition[];
}

export type Parameter = Domain & {
  readonly name: string;
  readonly description: string;
  readonly default: ParameterValue;
  /** Other defaults, where their condition holds. */
  readonly presets?: readonly { readonly when: Condition; readonly value: ParameterValue }[];
  /** Where it does not hold, the parameter means nothing and configs do not have it. Absent: it always holds. */
  readonly when?: Condition | AnyOf;
  /** For one that every config has: what it is where it means nothing. */
  readonly otherwise?: ParameterValue;
  /** Another parameter whose value its own must not exceed. */
  readonly atMost?: string;
  /**
   * For a parameter that came after results were stored: the value by which trials behaved before it came. A config
   * with that value has the hashes that it had without the parameter, and a stored one without it is read as having it.
   */
  readonly absentMeans?: ParameterValue;
};

type ValueOf<Of extends Parameter> = Of extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : Of extends { readonly type: 'integers' }
    ? readonly number[]
    : Of extends { readonly type: 'texts' }
      ? readonly string[]
      : number;

/** A value for each of these parameters. */
export type Settings<Of extends Parameter> = { readonly [One in Of as One['name']]: ValueOf<One> };

/** Whether each of its values is a list. */
export const isList = ({ type }: Pick<Parameter, 'type'>): boolean => type === 'integers' || type === 'texts';
