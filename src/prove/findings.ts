import { finding, type RuleId } from '../check/rules/index.js';
import type { Finding } from '../check/types.js';

/** A rule that the proof judges by; the table of all rules is the check's. */
export type BundleRule = RuleId;

/** Collects findings while bundles are read. */
export type Report = (finding: Finding) => void;

/** A finding under one of the rules; `detail` says what exactly was found, without any secret. */
export function found(rule: BundleRule, where: string, detail?: string): Finding {
  return finding(rule, where, { detail });
}
