import type { Severity, VersionedSighting } from './types.js';

/** One thing that can be wrong, and everything there is to say about it. Its id never changes its meaning. */
export interface Rule {
  readonly severity: Severity;
  /**
   * What an operator may see because of it, most telling first; `{name}` stands for what differs from case to case. Absent
   * where it fails silently.
   */
  readonly seen?: readonly VersionedSighting[];
  readonly cause: string;
  readonly fix: string;
  /** A paragraph for `explain` and docs/rules.md: how the program comes to say so, and how to look further. */
  readonly explanation: string;
}

export type Rules = Readonly<Record<string, Rule>>;

/** A paragraph written over several lines of source. */
export const paragraph = (parts: TemplateStringsArray): string => parts.join('').replaceAll(/\s+/g, ' ').trim();
