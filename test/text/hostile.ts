import fc from 'fast-check';

/** Pieces that end a quotation, begin an expansion or mean something else in one of the languages. */
const PIECES = [
  ...`'"\`\\$!#&|<>()[]{}*?~=%^;:,.-_+@/ \n\r\t`,
  ...'\u2018\u2019\u201a\u201b\u201c\u0085\u00a0\u2028\ufeff\u007f',
  '$(id)',
  '$HOME',
  '$(',
  '%PATH%',
  '\\n',
  '---\n',
  ': ',
  ' #',
  '<!--',
  ']]>',
  '&amp;',
  '&#38;',
  '://',
  'true',
  '1e3',
  '\u{1f511}',
  'x',
];

const hostile = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''));
const anything = fc.string({ unit: 'binary', maxLength: 20 });

/** Text that no language has to refuse: without NUL, and without halves of surrogate pairs. */
export const hostileText = fc
  .oneof({ weight: 2, arbitrary: hostile }, anything)
  .filter((text) => !/[\0\p{Cs}]/u.test(text));

/** The same in one line, without control characters. */
export const hostileLine = hostileText.map((text) => text.replaceAll(/\p{Cc}/gu, ''));
