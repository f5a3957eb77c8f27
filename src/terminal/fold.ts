/** Narrower windows are not worth folding for, wider lines hard to read. */
const NARROWEST = 40;
const WIDEST = 100;

/**
 * Breaks a line between words where a terminal would break it anywhere.
 *
 * @param columns the terminal's width
 * @param margin how far the first line is indented already, and the others will be
 */
export function fold(text: string, columns: number, margin: number): string {
  if (columns < NARROWEST) return text;
  const width = Math.min(columns, WIDEST) - margin;
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${' '.repeat(margin)}`);
}
