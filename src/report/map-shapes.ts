import { type Markup, markup } from './markup.js';

/** Average widths of a letter at 1 px: text is not measured, because the font is the reader's. */
const LETTER = { sans: 0.52, mono: 0.605 } as const;
const MONO_SIZE = 13;
const SANS_SIZE = 14;

const monoWidth = (text: string): number => Math.round(text.length * MONO_SIZE * LETTER.mono);

/** Text cut to a width, with the whole of it as a tooltip. */
export function fitted(text: string, width: number, kind: keyof typeof LETTER): Markup {
  const letters = Math.floor(width / (LETTER[kind] * (kind === 'mono' ? MONO_SIZE : SANS_SIZE)));
  if (text.length <= letters) return markup`${text}`;
  return markup`<title>${text}</title>${text.slice(0, letters - 1)}…`;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Area extends Place {
  readonly width: number;
  readonly height: number;
}

export const CHIP_HEIGHT = 26;
const CHIP_PADDING = 9;
const ICON = 19;

export const chipWidth = (name: string): number => monoWidth(name) + ICON + 2 * CHIP_PADDING;

/** A file as it lies on a host: a sheet with a folded corner for a certificate, a shield for an authority that is trusted. */
export function chip(kind: 'certificate' | 'authority', name: string, paint: string, { x, y }: Place): Markup {
  const top = y - CHIP_HEIGHT / 2;
  const icon = kind === 'certificate' ? certificateIcon(paint) : authorityIcon(paint);
  return markup`<g><rect class="f-card" x="${x}" y="${top}" width="${chipWidth(name)}" height="${CHIP_HEIGHT}" rx="6"/>
<rect class="tint f-${paint} s-${paint}" x="${x}" y="${top}" width="${chipWidth(name)}" height="${CHIP_HEIGHT}" rx="6" stroke-width="1.3"/>
<g transform="translate(${x + CHIP_PADDING} ${y - 7})">${icon}</g>
<text class="mono f-${paint}" x="${x + CHIP_PADDING + ICON}" y="${y + 4.5}">${name}</text></g>`;
}

const certificateIcon = (paint: string): Markup =>
  markup`<path class="open s-${paint}" stroke-width="1.4" stroke-linejoin="round" d="M1 1h7l4 4v8.5H1zM8 1v4h4M3.5 8h6M3.5 10.8h4"/>`;

const authorityIcon = (paint: string): Markup =>
  markup`<path class="open s-${paint}" stroke-width="1.4" stroke-linejoin="round" d="M6.5 .8 12 2.8v4.4c0 3.4-2.4 5.6-5.5 6.7C3.4 12.8 1 10.6 1 7.2V2.8zM4 7l2 2 3.3-3.6"/>`;

/** A straight arrow. */
export function arrow(from: Place, to: Place, paint: string, dashed = false): Markup {
  const toward = Math.sign(to.x - from.x);
  const neck = to.x - toward * 8;
  return markup`<path class="open s-${paint}${dashed ? ' dash' : ''}" stroke-width="2" d="M${from.x} ${from.y}H${neck}"/>
<path class="f-${paint}" d="M${to.x} ${to.y}l${-toward * 9} -5v10z"/>`;
}

export const card = ({ x, y, width, height }: Area): Markup =>
  markup`<rect class="f-card s-line" x="${x}" y="${y}" width="${width}" height="${height}" rx="12" stroke-width="1.5"/>`;
