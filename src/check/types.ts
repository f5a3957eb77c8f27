export type Severity = 'error' | 'warning' | 'info';

/** Whose words a message is in. */
export type Program = 'elastic-agent' | 'fleet-server' | 'elasticsearch' | 'kibana' | 'sh';

/** What an operator sees: the text as that program prints it. */
export interface Sighting {
  readonly program: Program;
  readonly text: string;
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
