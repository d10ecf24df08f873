/** What a number may be. */
export interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

export function inRange(value: number, bounds: Bounds): boolean {
  return (
    value >= (bounds.minimum ?? -Infinity) &&
    value <= (bounds.maximum ?? Infinity) &&
    value > (bounds.exclusiveMinimum ?? -Infinity) &&
    value < (bounds.exclusiveMaximum ?? Infinity)
  );
}
