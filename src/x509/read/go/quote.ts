const SHORT: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
};

/** A text as Go's `%q` writes it: octets that are not printable ASCII in hexadecimal. `text` is octets as Latin-1. */
export const quoted = (text: string): string =>
  `"${text.replaceAll(/["\\]|[^ -~]/g, (octet) => SHORT[octet] ?? `\\x${octet.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;
