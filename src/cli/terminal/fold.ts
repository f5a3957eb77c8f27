/** Narrower windows are not worth folding for. */
const NARROWEST = 40;
/** Longer lines are hard to read, whatever the window's width. */
export const WIDEST = 100;

/** Breaks a text at spaces; a word that is longer than the line, such as a path, stays whole. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * Breaks a line between words where a terminal would break it anywhere.
 *
 * @param columns the terminal's width
 * @param margin how far the first line is indented already, and the others will be
 */
export function fold(text: string, columns: number, margin: number): string {
  if (columns < NARROWEST) return text;
  return wrapped(text, Math.min(columns, WIDEST) - margin).join(`\n${' '.repeat(margin)}`);
}
