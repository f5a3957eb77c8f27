import type { AuthorityName } from '../plan/types.js';
import { Markup } from './markup.js';

/** A paint of the map and the page, on a light ground and on a dark one; text in it keeps a contrast of 4.5 to 1 (WCAG 1.4.3). */
export interface Paint {
  readonly light: string;
  readonly dark: string;
}

/** One colour for each authority: what it signs and who trusts it look alike. Names stand beside it, so that nobody needs the colour. */
export const AUTHORITY_PAINTS: Readonly<Record<AuthorityName, Paint>> = {
  'fleet-ca': { light: '#0f6e66', dark: '#5fd0c3' },
  'agent-ca': { light: '#9a4a06', dark: '#f2ab5e' },
  'es-ca': { light: '#2c56ad', dark: '#8db4ff' },
};

export const PAINTS = {
  ground: { light: '#f7f6f2', dark: '#10151c' },
  card: { light: '#ffffff', dark: '#19212b' },
  line: { light: '#d6d3c9', dark: '#344150' },
  ink: { light: '#1b2430', dark: '#e8ecf1' },
  quiet: { light: '#5b6471', dark: '#a3afbd' },
  good: { light: '#1d6b3a', dark: '#74d596' },
  soon: { light: '#8a5a00', dark: '#f0c04f' },
  bad: { light: '#b3261e', dark: '#ff9089' },
} as const satisfies Readonly<Record<string, Paint>>;

export const SANS = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',Arial,sans-serif";
export const MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";

/** Print and viewers that know no media queries get the light one. */
export const DARK = '@media screen and (prefers-color-scheme:dark)';

/** Classes, not CSS variables: Inkscape and librsvg know none. */
const ALL: readonly (readonly [name: string, paint: Paint])[] = [
  ...Object.entries(PAINTS),
  ...Object.entries(AUTHORITY_PAINTS),
  ['unknown', PAINTS.quiet],
];

/** The style sheet of the map; it names nothing outside the map, because the page holds both. */
export function mapStyle(): Markup {
  const rules = (scheme: keyof Paint) =>
    ALL.map(
      ([name, paint]) => `.trust-map .f-${name}{fill:${paint[scheme]}}.trust-map .s-${name}{stroke:${paint[scheme]}}`,
    );
  const sheet = [
    `.trust-map text{font-family:${SANS};font-size:14px}`,
    `.trust-map .mono{font-family:${MONO};font-size:13px}`,
    '.trust-map .small{font-size:13px}',
    '.trust-map .name{font-size:17px;font-weight:650}',
    '.trust-map .title{font-size:24px;font-weight:700}',
    '.trust-map .link{font-size:13.5px;font-weight:600}',
    '.trust-map .mid{text-anchor:middle}',
    '.trust-map .end{text-anchor:end}',
    '.trust-map .tint{fill-opacity:.1}',
    '.trust-map .open{fill:none}',
    '.trust-map .dash{stroke-dasharray:5 4}',
    ...rules('light'),
    `${DARK}{${rules('dark').join('')}}`,
  ].join('');
  return new Markup(sheet);
}
