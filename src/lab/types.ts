import type { RuleId } from '../check/rules/index.js';
import type { LinkId } from '../plan/types.js';
import type { Lab } from './lab.js';

/** Programs that were asked what they say about a fault. */
export const JUDGES = ['go', 'java', 'openssl'] as const;
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
  /** Every rule that `verify` finds broken, and no other. */
  readonly verify: readonly RuleId[];
  /** Rules that `check` finds broken when it is given the command and the files of the host; more precise where given. */
  readonly check?: readonly RuleId[];
  /** By the judges' own words, in this order of ends and links; left out where a judge cannot be asked. */
  readonly says: Readonly<Partial<Record<JudgeName, Saying>>>;
  /** Leaves manifest.json as it was, as if somebody had edited the bundle in passing. */
  readonly keepsManifest?: true;
  readonly apply: (lab: Lab) => void | Promise<void>;
}
