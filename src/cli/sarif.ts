import { pathToFileURL } from 'node:url';
import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { CheckResult } from '../proof/check-types.js';
import { RULES, type RuleId } from '../rules/index.js';
import type { Rule } from '../rules/rule.js';
import type { Finding, Severity } from '../rules/types.js';

/** SARIF's words for how bad a result is (SARIF 2.1.0 section 3.27.10). */
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * What `check` found as SARIF 2.1.0, so that code scanning shows it beside the lines of the files.
 *
 * @param version of this program
 * @param folder URIs are relative to it, with the base id `SRCROOT`
 */
export function sarifLog({ findings, sources }: CheckResult, version: string, folder: string): Log {
  const ids = [...new Set(findings.map(({ rule }) => rule))] as RuleId[];
  const files = new Set(sources.map(({ source }) => source));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'fleet-certlab', version, rules: ids.map(descriptorOf) } },
        originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(folder).href}/` } },
        results: findings.map((finding) => resultOf(finding, ids, files)),
      },
    ],
  };
}

function descriptorOf(id: RuleId): ReportingDescriptor {
  const { severity, cause, fix, explanation }: Rule = RULES[id];
  return {
    id,
    shortDescription: { text: sentence(cause) },
    fullDescription: { text: explanation },
    help: { text: `${sentence(fix)} ${explanation}` },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultOf(
  { rule, severity, where, seen, cause, fix }: Finding,
  ids: readonly string[],
  files: ReadonlySet<string>,
): Result {
  const shown = seen === undefined ? '' : ` ${seen.program} prints: ${seen.text}`;
  return {
    ruleId: rule,
    ruleIndex: ids.indexOf(rule),
    level: LEVELS[severity],
    message: { text: `${where}: ${sentence(cause)} ${sentence(fix)}${shown}` },
    locations: [{ ...physical(where, files), logicalLocations: [{ fullyQualifiedName: where }] }],
  };
}

/** The file that a place begins with, and its line where that is said; nothing for the command line itself. */
function physical(where: string, files: ReadonlySet<string>) {
  const named = [...files]
    .filter((file) => where === file || where.startsWith(`${file}: `))
    .sort((a, b) => b.length - a.length)[0];
  const path = (named ?? where).split(': ')[0]!;
  if (!/[\\/.]/.test(path) || path.startsWith('-')) return {};
  const line = /: line (\d+)/.exec(where)?.[1];
  const isAbsolute = path.startsWith('/');
  return {
    physicalLocation: {
      artifactLocation: isAbsolute
        ? { uri: pathToFileURL(path).href }
        : { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' },
      ...(line !== undefined && { region: { startLine: Number(line) } }),
    },
  };
}

const sentence = (text: string): string => `${text[0]!.toUpperCase()}${text.slice(1)}.`;
