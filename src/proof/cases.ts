import { explainReason } from './reasons.js';
import type { ProofCase } from './types.js';

/** A case for people: what is tried, and what it means when it ends otherwise than it must. */
interface CaseText {
  /** What is tried; `*` stands for the authority in the case's id. */
  readonly title: string;
  readonly group: CaseGroup;
  /** Why the other end must refuse it; absent where it must not. */
  readonly accepted?: { readonly cause: string; readonly fix: string };
}

export const CASE_GROUPS = [
  'must work',
  'no server but the right one',
  'no client but the right ones',
  'the clock',
] as const;
export type CaseGroup = (typeof CASE_GROUPS)[number];

const ONE_AUTHORITY_EACH = 'give each list of authorities only those that the links table names';

/** Ids of cases, `*` for an authority's name. Ids never change their meaning. */
const CASES: Readonly<Record<string, CaseText>> = {
  works: { title: 'as it is configured', group: 'must work' },
  'server-of-*': {
    title: 'a server shows a certificate of *',
    group: 'no server but the right one',
    accepted: {
      cause: 'the client trusts * for servers: any certificate of that authority passes for this server',
      fix: ONE_AUTHORITY_EACH,
    },
  },
  'client-as-server': {
    title: "a server shows the client's own certificate",
    group: 'no server but the right one',
    accepted: {
      cause: 'the certificate and its authority are good for servers too: whoever has one client can be the server',
      fix: 'create certificates for clients with the extended key usage clientAuth alone',
    },
  },
  'stranger-server': {
    title: "a stranger's authority copied every name of the server",
    group: 'no server but the right one',
    accepted: {
      cause: 'the client does not verify who signed: anybody on the way can be this server',
      fix: 'name the authority in the command or settings, and remove what turns verification off',
    },
  },
  'wrong-name': {
    title: "the client dials a name that is not in the server's certificate",
    group: 'no server but the right one',
    accepted: {
      cause: 'the client does not compare names: another server of the same authority can stand in for this one',
      fix: 'verify in full, and dial a name that is in the certificate',
    },
  },
  'no-client-certificate': {
    title: 'a client shows no certificate',
    group: 'no client but the right ones',
    accepted: {
      cause: 'the server asks for a certificate and lets in who has none',
      fix: 'set client authentication to required',
    },
  },
  'client-of-*': {
    title: 'a client shows a certificate of *',
    group: 'no client but the right ones',
    accepted: {
      cause: 'the server trusts * for clients: any certificate of that authority passes for a client',
      fix: ONE_AUTHORITY_EACH,
    },
  },
  'server-as-client': {
    title: "a client shows the server's own certificate",
    group: 'no client but the right ones',
    accepted: {
      cause: 'the certificate and its authority are good for clients too: whoever has the server can be any client',
      fix: 'create certificates for servers with the extended key usage serverAuth alone',
    },
  },
  'stranger-client': {
    title: "a stranger's authority copied every name of the client",
    group: 'no client but the right ones',
    accepted: {
      cause: 'the server does not verify who signed: anybody can make a certificate that gets in',
      fix: 'name the authority of the clients in the command or settings of the server',
    },
  },
  'valid-now': { title: 'every certificate is valid now', group: 'the clock' },
  'before-validity': {
    title: 'a second before all of them are valid',
    group: 'the clock',
    accepted: { cause: 'a certificate has no beginning that is looked at', fix: 'create the certificates again' },
  },
  'after-validity': {
    title: 'a second after the first of them ends',
    group: 'the clock',
    accepted: { cause: 'a certificate has no end that is looked at', fix: 'create the certificates again' },
  },
};

const PATTERN = /^(server-of-|client-of-)(.+)$/;

/** What a case tries, in words, and where it stands among the others. */
export function describeCase(id: string): {
  readonly title: string;
  readonly group: CaseGroup;
  readonly position: number;
} {
  const { title, group } = textOf(id);
  return { title, group, position: Object.keys(CASES).indexOf(keyOf(id)) };
}

/** Why a case that is not ok ended as it did, and what to do about it. */
export function explainCase({ case: id, expected, outcome, reason }: ProofCase): { cause: string; fix: string } {
  const { accepted } = textOf(id);
  if (outcome === 'accept' && accepted) return accepted;
  const explained = explainReason(reason);
  if (expected === 'accept') return explained;
  return {
    cause: `it was refused, but not by the end whose duty it is: ${explained.cause}`,
    fix: explained.fix,
  };
}

const keyOf = (id: string): string => id.replace(PATTERN, '$1*');

function textOf(id: string): CaseText {
  const authority = PATTERN.exec(id)?.[2] ?? '';
  const { title, group, accepted } = CASES[keyOf(id)]!;
  const named = (text: string) => text.replaceAll('*', () => authority);
  return {
    title: named(title),
    group,
    ...(accepted && { accepted: { cause: named(accepted.cause), fix: accepted.fix } }),
  };
}

/** Of a case that is not ok: it was refused, as it must be, but by the wrong end; while that one refuses everybody, nobody knows what the other would. */
export const isUndecided = ({ expected, outcome }: Pick<ProofCase, 'expected' | 'outcome'>): boolean =>
  expected === outcome;
