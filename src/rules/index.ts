import type { StackVersion } from '../deployment/types.js';
import { isAtLeast, NEWEST_VERSION } from '../deployment/versions.js';
import type { Details, Program, Remark } from '../setup/remark.js';
import { BUNDLE_RULES } from './bundles.js';
import { CERTIFICATE_RULES } from './certificates.js';
import { FILE_RULES } from './files.js';
import { FLAG_RULES } from './flags.js';
import { IDENTIFIER_RULES } from './identifiers.js';
import { KEY_RULES } from './keys.js';
import { LINK_RULES } from './links.js';
import { MODE_RULES } from './modes.js';
import { OUTPUT_RULES } from './outputs.js';
import { PASSPHRASE_RULES } from './passphrases.js';
import type { Rule, Rules } from './rule.js';
import { SETTING_RULES } from './settings.js';
import type { Finding, Sighting, VersionedSighting } from './types.js';
import { VALUE_RULES } from './values.js';

export type { Rule } from './rule.js';

/** The rules by topic, in the order in which they are listed. */
export const TOPICS = [
  { title: 'Flags and variables', rules: FLAG_RULES },
  { title: 'Values', rules: VALUE_RULES },
  { title: 'What the command does', rules: MODE_RULES },
  { title: 'Files', rules: FILE_RULES },
  { title: 'Keys', rules: KEY_RULES },
  { title: 'Passphrases and tokens', rules: PASSPHRASE_RULES },
  { title: 'Certificates', rules: CERTIFICATE_RULES },
  { title: 'Connections', rules: LINK_RULES },
  { title: 'Fingerprints and pins', rules: IDENTIFIER_RULES },
  { title: "Elasticsearch's settings", rules: SETTING_RULES },
  { title: "Fleet's outputs", rules: OUTPUT_RULES },
  { title: 'Bundles', rules: BUNDLE_RULES },
] as const satisfies readonly { title: string; rules: Rules }[];

/** Every rule by its id. Ids never change their meaning; one that is no longer needed is not given to another. */
export const RULES = {
  ...FLAG_RULES,
  ...VALUE_RULES,
  ...MODE_RULES,
  ...FILE_RULES,
  ...KEY_RULES,
  ...PASSPHRASE_RULES,
  ...CERTIFICATE_RULES,
  ...LINK_RULES,
  ...IDENTIFIER_RULES,
  ...SETTING_RULES,
  ...OUTPUT_RULES,
  ...BUNDLE_RULES,
} as const satisfies Rules;

export type RuleId = keyof typeof RULES;

/** A finding under a rule. */
export function finding(id: RuleId, where: string, details: Details = {}): Finding {
  const { severity, cause, fix }: Rule = RULES[id];
  const { detail, values = {} } = details;
  const sighting = sightingOf(RULES[id], details);
  return {
    rule: id,
    severity,
    where,
    ...(sighting && { seen: { program: sighting.program, text: details.text ?? filled(sighting.text, values) } }),
    cause: detail === undefined ? cause : `${cause}: ${detail}`,
    fix,
  };
}

/** Both read files and shake hands with the same library, so the one says what the other says. */
const ALIKE: ReadonlySet<Program> = new Set(['elastic-agent', 'fleet-server']);

function sightingOf({ seen = [] }: Rule, details: Details): Sighting | undefined {
  const { program, says, silent, version = NEWEST_VERSION } = details;
  if (silent) return undefined;
  const current = seen.filter((text) => isSaidBy(version, text));
  const texts =
    says === undefined
      ? current
      : [says].flat().flatMap((words) => current.filter(({ text }) => text.startsWith(words)));
  if (program === undefined) return texts[0];
  const own = texts.find((one) => one.program === program);
  if (own || !ALIKE.has(program)) return own;
  const other = texts.find((one) => ALIKE.has(one.program));
  return other && { ...other, program };
}

/** Whether programs of this version say it. */
export const isSaidBy = (version: StackVersion, { since, until }: VersionedSighting): boolean =>
  (since === undefined || isAtLeast(version, since)) && (until === undefined || !isAtLeast(version, until));

/** The text with its names in braces replaced; what is not known becomes an ellipsis. */
const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '…');

/** A finding for what was noticed while a source was read. */
export const findingOf = ({ rule, where, details }: Remark): Finding => finding(rule, where, details);
