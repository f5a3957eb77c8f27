/** A file to be written, in memory. */
export interface OutputFile {
  /** Relative, forward slashes, no `..`. */
  readonly path: string;
  /** Permission bits, e.g. 0o600. */
  readonly mode: number;
  readonly content: Buffer;
}
