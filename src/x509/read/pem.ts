/** One block of a PEM text that somebody else wrote: RFC 7468, and the headers of RFC 1421 that legacy keys have. */
export interface FoundBlock {
  readonly label: string;
  /** The block as it stands in the text. */
  readonly text: string;
  /** Header lines by name, e.g. `DEK-Info`. */
  readonly headers: ReadonlyMap<string, string>;
  /** Absent where the block is cut off, or what is in it is no Base64. */
  readonly der?: Buffer;
}

const BEGIN = /^-----BEGIN ([^\r\n]*?)-----[ \t]*$/gm;

/** Every block that begins in the text, the damaged ones too. Marks count at the beginning of a line only, as in Go. */
export function blocksIn(text: string): FoundBlock[] {
  const begins = [...text.matchAll(BEGIN)];
  return begins.map((begin, index) => {
    const label = begin[1]!;
    const rest = text.slice(begin.index, begins[index + 1]?.index);
    const end = endOf(rest, label);
    if (end === -1) return { label, text: rest, headers: new Map() };
    const lines = rest.slice(begin[0].length, end).split(/\r?\n/);
    const headers = new Map<string, string>();
    for (const line of lines) {
      const [, name, value] = /^([\w-]+): *(.*)$/.exec(line) ?? [];
      if (name !== undefined) headers.set(name, value!);
    }
    const der = decoded(lines.filter((line) => !line.includes(':')).join(''));
    return { label, text: `${rest.slice(0, end)}\n-----END ${label}-----\n`, headers, ...(der && { der }) };
  });
}

/** Where the mark begins that ends a block: nothing but white space may follow it on its line. */
function endOf(text: string, label: string): number {
  const mark = `\n-----END ${label}-----`;
  const end = text.indexOf(mark);
  return end === -1 || /^[ \t]*(\r?\n|$)/.test(text.slice(end + mark.length)) ? end : -1;
}

function decoded(base64: string): Buffer | undefined {
  const digits = base64.replaceAll(/\s/g, '');
  const der = Buffer.from(digits, 'base64');
  return digits !== '' && der.toString('base64') === digits ? der : undefined;
}
