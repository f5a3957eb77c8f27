import { isIP } from 'node:net';
import type { DerReader } from '../der.js';
import { refuse } from '../refusal.js';
import { constructed, context, TAG } from '../values.js';
import { isIa5 } from './names.js';
import { quoted } from './quote.js';
import { isDomain } from './uri.js';

const INVALID = 'x509: invalid NameConstraints extension';

/** Name constraints as Go reads them (crypto/x509 parser.go:541-700). */
export function parseConstraints(value: DerReader): void {
  const trees = value.inside(TAG.sequence);
  if (!trees || !value.isEmpty) refuse(INVALID);
  const lists = [constructed(0), constructed(1)].flatMap((tag) =>
    trees!.isNext(tag) ? [trees!.inside(tag) ?? refuse(INVALID)] : [],
  );
  if (!trees!.isEmpty) refuse(INVALID);
  if (lists.every(({ isEmpty }) => isEmpty)) refuse('x509: empty name constraints extension');
  for (const list of lists) {
    while (!list.isEmpty) {
      const base = list.inside(TAG.sequence)?.any() ?? refuse(INVALID);
      const problem = BASES[base.tag]?.(base.content);
      if (problem !== undefined) refuse(problem);
    }
  }
}

/** What may be wrong with a constraint of each tag; others pass. */
const BASES: Readonly<Record<number, (content: Buffer) => string | undefined>> = {
  [context(1)]: (content) => ascii(content, emailProblem),
  [context(2)]: (content) =>
    ascii(content, (domain) => (isDomain(domain, true) ? undefined : failed('dnsName', domain))),
  [context(6)]: (content) =>
    ascii(content, (domain) => {
      if (isIP(domain) !== 0) return `${failed('URI', domain)}: cannot be IP address`;
      return isDomain(domain, true) ? undefined : failed('URI', domain);
    }),
  [context(7)]: (content) => {
    if (content.length !== 8 && content.length !== 32)
      return `x509: IP constraint contained value of length ${content.length}`;
    const mask = content.subarray(content.length / 2);
    return isMask(mask) ? undefined : `x509: IP constraint contained invalid mask ${mask.toString('hex')}`;
  },
};

const failed = (kind: string, text: string): string => `x509: failed to parse ${kind} constraint ${quoted(text)}`;

const ascii = (content: Buffer, judge: (text: string) => string | undefined): string | undefined =>
  isIa5(content)
    ? judge(content.toString('latin1'))
    : `x509: invalid constraint value: x509: ${quoted(content.toString('latin1'))} cannot be encoded as an IA5String`;

/** A local part of atoms with dots between them (RFC 2821 section 4.1.2); the rare quoted ones are taken as they are. */
const LOCAL_PART = /^("[^"]*"|[\w!#$%&'*+\-/=?^`{|}~]+(\.[\w!#$%&'*+\-/=?^`{|}~]+)*)$/;

function emailProblem(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const isFine =
    at < 0 ? isDomain(text, true) : LOCAL_PART.test(text.slice(0, at)) && isDomain(text.slice(at + 1), false);
  return isFine ? undefined : failed('rfc822Name', text);
}

/** One bits, then zero bits. */
const isMask = (mask: Buffer): boolean =>
  /^1*0*$/.test([...mask].map((octet) => octet.toString(2).padStart(8, '0')).join(''));
