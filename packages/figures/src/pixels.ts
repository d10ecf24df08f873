/** A picture of 8 bits a value, grey or of red, green and blue. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Row by row, in base64: data of figures travel as JSON. [height, width, channels] */
  readonly bytes: string;
}

/** [height * width * channels]; what is missing is black. */
export function bytesOf({ width, height, channels, bytes }: Pixels): Uint8Array {
  const all = new Uint8Array(width * height * channels);
  const text = atob(bytes);
  for (let i = 0; i < Math.min(text.length, all.length); i++) all[i] = text.charCodeAt(i);
  return all;
}
