import { BadAnswer } from './bad-answer.js';

/** One record of a CSV file. */
export interface CsvRecord {
  /** Where the record begins, counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** One field and what ends it: quoted with doubled quotes inside, or plain up to the next comma or line end. */
const FIELD = /[ \t]*"([^"]*(?:""[^"]*)*)"[ \t]*(,|\r\n?|\n|$)|([^",\r\n]*)(,|\r\n?|\n|$)/y;

/**
 * Reads CSV as RFC 4180 describes it, with either line end and with or without one at the end of the file. Empty lines
 * are left out. White space around a field does not count.
 *
 * @throws BadAnswer naming the line of a quote that does not close or stands inside a plain field
 */
export function parseCsv(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let line = 1;
  let begun = 1;
  for (FIELD.lastIndex = 0; FIELD.lastIndex < text.length || fields.length > 0; ) {
    const match = FIELD.exec(text);
    if (!match)
      throw new BadAnswer(
        `has a quote on line ${line} that does not close, or text beside a quoted field`,
        'double a quote inside a quoted field',
      );
    const [whole, quoted, quotedEnd, plain, plainEnd] = match;
    fields.push((quoted?.replaceAll('""', '"') ?? plain!).trim());
    line += whole.split(/\r\n?|\n/).length - 1;
    if ((quotedEnd ?? plainEnd) === ',') continue;
    if (fields.length > 1 || fields[0] !== '') records.push({ line: begun, fields });
    fields = [];
    begun = line;
  }
  return records;
}
