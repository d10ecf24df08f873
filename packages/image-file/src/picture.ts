export interface Picture {
  readonly height: number;
  readonly width: number;
  /** 1: grey, 3: red, green and blue. */
  readonly channels: 1 | 3;
  /** [height, width, channels] row-major. */
  readonly pixels: Uint8Array;
  /** Its pixels had more than 256 levels, and were rounded. */
  readonly rounded: boolean;
}
