import type { NamedText } from '../remark.js';
import type { Setup } from '../setup.js';

/** A folder or file of a container, and where it is on this machine or in what was handed over. */
export interface Mount {
  /** Absolute, inside the container. */
  readonly target: string;
  /** A path on this machine. */
  readonly source?: string;
  readonly content?: Buffer;
}

/** One thing that a handed file turned out to hold. */
export type Piece =
  /** A command of Elastic Agent, or the environment of its container. */
  | { readonly kind: 'setup'; readonly setup: Setup; readonly mounts: readonly Mount[] }
  | { readonly kind: 'elasticsearch'; readonly source: NamedText }
  | { readonly kind: 'kibana'; readonly source: NamedText }
  /** Bodies of Fleet's API, as sent or as it answers. */
  | { readonly kind: 'fleet'; readonly name: string; readonly objects: readonly object[] };

/** One form that people hand over. */
export interface Form {
  /** As an error names it. */
  readonly title: string;
  /** The pieces, or undefined where the file is of another form. */
  readonly read: (file: NamedText, documents: readonly object[]) => readonly Piece[] | undefined;
}
