/**
 * A text in which commands of ours stand between backticks, as `sweep list` does, with each as the user types it. `spell`
 * is given the command without the name of the program.
 */
export function spelled(text: string, spell: (command: string) => string): string {
  return text.replaceAll(/`sweep ([^`\n]+)`/g, (_, command: string) => `\`${spell(command)}\``);
}
