import type { LinkId } from '../plan/types.js';
import type { RuleId } from '../rules/index.js';
import type { Lab } from './lab.js';

/**
 * Who was asked what they say about a fault: Elastic's own TLS loader as 9.5 ships it, and as earlier versions do; Java with
 * Elasticsearch's own loader; OpenSSL.
 */
export const JUDGES = ['go', 'goBefore95', 'java', 'openssl'] as const;
export type JudgeName = (typeof JUDGES)[number];

/** What one end says when the two ends of a link meet, or when it loads its files. */
export interface Saying {
  readonly end: 'client' | 'server';
  /** A part of the message that stays the same from run to run; `accepted` where it notices nothing. */
  readonly text: string;
}

/** One thing that is wrong with an otherwise good deployment. */
export interface Fault {
  readonly id: string;
  readonly title: string;
  /** What is done to the copy: a sentence. */
  readonly done: string;
  /** The connection on which it shows. */
  readonly link: LinkId;
  /**
   * Every rule that `verify` finds broken, and no other. `check` finds the same, as far as it is given the files: only that a
   * file is missing, or readable by others, is another matter in a bundle than on a host.
   */
  readonly rules: readonly RuleId[];
  /** The same in a deployment for a version before 9.5, where those find others. */
  readonly rulesBefore95?: readonly RuleId[];
  /** In the judges' own words; left out where a judge cannot be asked. */
  readonly says: Readonly<Partial<Record<JudgeName, Saying>>>;
  /** Leaves manifest.json as it was, as if somebody had edited the bundle in passing. */
  readonly keepsManifest?: true;
  readonly apply: (lab: Lab) => void | Promise<void>;
}

/** A fault as its topic's table describes it; what is said about it is recorded in a table of its own. */
export type FaultEntry = Omit<Fault, 'says'>;
