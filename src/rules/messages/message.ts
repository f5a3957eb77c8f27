import type { Program } from '../../setup/remark.js';
import type { RuleId } from '../index.js';

/** A message that people paste, and that is not the sign of one rule. */
export interface Message {
  readonly program: Program;
  /** As the program prints it; `{name}` stands for what differs from case to case. */
  readonly text: string;
  readonly cause: string;
  readonly fix: string;
  /** Rules that find the cause in files and commands. */
  readonly rules?: readonly RuleId[];
  /** A line of source, a class of the JDK, or what was run. */
  readonly source: string;
}

export type Messages = Readonly<Record<string, Message>>;
