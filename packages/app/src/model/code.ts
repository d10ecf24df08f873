/** A name in Markdown: names come from users. */
export const code = (text: string) => `\`${text.replaceAll(/[`\n\r]/g, ' ')}\``;
