import type { StackVersion } from '../deployment/types.js';
import type { Program } from '../setup/remark.js';

export type Severity = 'error' | 'warning' | 'info';

/** What an operator sees: the text as that program prints it. */
export interface Sighting {
  readonly program: Program;
  readonly text: string;
}

/** A text of a rule's row. Where programs of several versions say it differently, each text has its versions. */
export interface VersionedSighting extends Sighting {
  /** The first version that says it, e.g. `9.5`. */
  readonly since?: string;
  /** The first version that no longer says it. */
  readonly until?: string;
}

/** Something found to be wrong, under a rule id that never changes its meaning. */
export interface Finding {
  /** Stable id, kebab-case, e.g. `passphrase-trailing-newline`. */
  readonly rule: string;
  readonly severity: Severity;
  /** The file, flag or setting it was found in. */
  readonly where: string;
  /** What the operator would see, in that program's own words; absent where it fails silently. */
  readonly seen?: Sighting;
  readonly cause: string;
  readonly fix: string;
}

/** What the rules judge by, besides the files themselves. */
export interface JudgeOptions {
  readonly stackVersion: StackVersion;
  /** Whether FIPS builds have to read the files. */
  readonly fips: boolean;
  /** Certificates are judged at this moment. */
  readonly now: Date;
}
