import { markdownCode } from '../text/quote.js';
import type { AuthorityIdentifiers, Identifiers } from './identifiers.js';
import { table } from './markdown.js';

/** The digests of the authorities, each with where it goes; nothing where none is known. */
export function fingerprintSection(identifiers: Identifiers): string[] {
  const rows = [
    ...rowsFor(identifiers['es-ca'], 'es-ca', {
      caTrustedFingerprint:
        "an output's **Elasticsearch CA trusted fingerprint** (`ca_trusted_fingerprint`), or `--fleet-server-es-ca-trusted-fingerprint`: trusts es-ca without its file",
      caSha256: "an output's `ca_sha256` (API and kibana.yml only): a pin on top of the authority's file",
    }),
    ...rowsFor(identifiers['fleet-ca'], 'fleet-ca', {
      caSha256: "an agent's `--ca-sha256`: a pin on top of `--certificate-authorities`",
    }),
  ];
  if (rows.length === 0) return [];
  return [
    '## Fingerprints',
    'Two digests that look alike; neither stands for the other. The first is hex SHA-256 of the certificate, the second base64 SHA-256 of its public key.',
    table(['authority', 'digest', 'value', 'where it goes'], rows),
  ];
}

const NAMES = { caTrustedFingerprint: '`ca_trusted_fingerprint`', caSha256: '`ca_sha256`' } as const;

function rowsFor(
  values: AuthorityIdentifiers | undefined,
  authority: string,
  places: Partial<Record<keyof AuthorityIdentifiers, string>>,
): string[][] {
  if (!values) return [];
  return (Object.keys(places) as (keyof AuthorityIdentifiers)[]).map((digest) => [
    authority,
    NAMES[digest],
    markdownCode(values[digest]),
    places[digest]!,
  ]);
}
