/** Text without the passwords of URLs in it: `//user:secret@host` becomes `//user:…@host`. Rather too much than too little. */
export function redacted(text: string): string {
  return text.replaceAll(/(\/\/[^\s/:@]*):\S*@/g, '$1:…@').replaceAll(/([?&]password=)[^\s&]+/gi, '$1…');
}

/** Whether a URL has a password in it. */
export function hasPassword(url: string): boolean {
  return redacted(url) !== url;
}

/** The URL without its password: `//user@host`. */
export function withoutPassword(url: string): string {
  if (!hasPassword(url)) return url;
  return redacted(url)
    .replaceAll(':…@', '@')
    .replaceAll(/([?&])password=…&?/gi, '$1')
    .replace(/[?&]$/, '');
}
