import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CertlabError } from '../../src/errors.js';
import { FAULTS } from '../../src/lab/catalogue/index.js';
import { explain, explainText, messagePages } from '../../src/rules/explain.js';
import { GO_MESSAGES } from '../../src/rules/messages/go.js';
import { OWN_CODES } from '../../src/rules/messages/own.js';

const ids = (text: string) => explain(text).map(({ id }) => id);

describe('explain knows messages', () => {
  const pages = messagePages();

  it('at least 60 that are not the sign of one rule, each with an id and a text of its own', () => {
    expect(pages.length).toBeGreaterThanOrEqual(60);
    expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length);
    const texts = pages.map(({ seen: [seen] }) => `${seen!.program} ${seen!.text}`);
    expect(new Set(texts).size).toBe(pages.length);
  });

  it.each(pages.map(({ id, seen }) => [id, seen[0]!.text] as const))('%s: whatever stands in its gaps', (id, text) => {
    for (const value of ['a', 'x509: "it" [1.2.3.4:9200] {b}', '']) {
      const printed = text.replaceAll(/\{\w+\}/g, () => value);
      expect(ids(printed)).toContain(id);
      if (printed.length > 12) expect(ids(`Error: fail to enroll: ${printed} (at 10.0.0.1)`)).toContain(id);
    }
  });

  it.each([
    'Received fatal alert: bad_certificate',
    'Received fatal alert: certificate_unknown',
    'No subject alternative DNS name matching es.example.com found.',
    "http client did not trust this server's certificate, closing connection Netty4HttpChannel{localAddress=/10.0.0.1:9200}",
    'keystore password was incorrect',
    'DerInputStream.getLength(): lengthTag=109, too big.',
    'not an SSL/TLS record: 474554202f',
    'Empty issuer DN not allowed in X509Certificates',
    'tls: failed to parse private key',
    'x509: unhandled critical extension',
    'not authorized to sign for this name: DNS name "a" is not permitted',
    'use SANs or temporarily enable Common Name matching',
    'tls: first record does not look like a TLS handshake',
    'tls: failed to find any PEM data in certificate input',
    'x509: certificate is not valid for any names, but wanted to match a.b',
    'EOF',
    'dial tcp 10.0.0.1:8220: i/o timeout',
    'dial tcp: lookup fleet.example.com on 10.0.0.53:53: no such host',
    'context canceled',
    'unable to get local issuer certificate',
    'self-signed certificate in certificate chain',
    'unable to verify the first certificate',
    'Invalid or unsupported PEM',
    'CURL error 60',
    'not ready to accept connections(Connection Refused)',
    'invalid enrollment token',
    'Waiting on policy with Fleet Server integration',
    'SSL/TLS verifications disabled.',
    'tlsv13 alert certificate required',
    'bad record MAC',
    'connect: network is unreachable',
    'fail to enroll: context deadline exceeded',
    '--fleet-server-cert must be provided as an absolute path',
  ])('as people paste them: %j', (text) => {
    expect(ids(text).length).toBeGreaterThan(0);
  });

  it('that the programs printed about the faults of the lab', () => {
    for (const { says } of FAULTS) {
      for (const saying of Object.values(says)) {
        if (saying.text === 'accepted' || saying.text.length < 12) continue;
        // The middle of a message of Java, with the name that it is about.
        if (saying.text.startsWith('matching ')) continue;
        expect(() => ids(saying.text), saying.text).not.toThrow();
      }
    }
  });

  it('and codes that this program prints itself', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const used = sources.flatMap((name) => readFileSync(join('src', name), 'utf8').match(/ERR_[A-Z_]+(?=')/g) ?? []);
    const own = used.filter((code) => !/^ERR_(SSL|TLS|OSSL)/.test(code));
    expect(new Set(own)).toEqual(new Set(Object.keys(OWN_CODES)));
    for (const code of Object.keys(OWN_CODES)) {
      expect(ids(code)).toEqual([code]);
      expect(ids(`error[${code}] something: went wrong`)).toEqual([code]);
    }
    expect(ids('error[passphrase-wrong]')).toEqual(['passphrase-wrong']);
  });

  const noGo = spawnSync('go', ['version']).status !== 0;
  it.skipIf(noGo)("and what Go says stands in Go's own source (skipped without go)", () => {
    const root = execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim();
    for (const { source, text } of Object.values(GO_MESSAGES)) {
      const [, path] = /^Go 1\.26 ([\w/.-]+\.go)/.exec(source) ?? [];
      if (path === undefined) continue;
      const code = readFileSync(join(root, 'src', path), 'utf8');
      // What comes before is the caller's.
      const pieces = text.split(/\{\w+\}|[:,] | tcp/).map((piece) => piece.trim());
      expect(
        pieces.some((piece) => piece.length > 2 && code.includes(piece)),
        `${path}: ${text}`,
      ).toBe(true);
    }
  });
});

describe('a log line is taken apart', () => {
  const X509 = 'x509: certificate signed by unknown authority';
  it.each([
    [
      'JSON of Elastic Agent',
      `{"log.level":"error","@timestamp":"2026-11-27T06:00:00.000Z","message":"failed to publish events: Get \\"https://es:9200\\": ${X509}","component":{"id":"log-default"},"log":{"logger":"publisher_pipeline_output"}}`,
      {
        component: 'log-default',
        time: '2026-11-27T06:00:00.000Z',
        address: 'es:9200',
        link: "an agent's output to Elasticsearch",
      },
    ],
    [
      'JSON with an error of its own',
      `{"log.level":"warn","@timestamp":"t","log.logger":"fleet-server","message":"ping failed","error.message":"${X509}"}`,
      { component: 'fleet-server', time: 't', link: 'Fleet Server to Elasticsearch, or agents to Fleet Server' },
    ],
    [
      'the console of Elastic Agent',
      `2026-11-27T06:00:00.000Z\tERROR\tfleet.gateway\tfleet/fleet_gateway.go:194\tPossible transient error: ${X509}`,
      { component: 'fleet.gateway', time: '2026-11-27T06:00:00.000Z', link: 'an agent to Fleet Server' },
    ],
    [
      'Elasticsearch',
      '[2026-11-27T06:00:00,000][WARN ][o.e.h.n.Netty4HttpServerTransport] [node-1] caught exception, closing connection Netty4HttpChannel{localAddress=/10.0.0.1:9200, remoteAddress=/10.0.0.2:50000}: Received fatal alert: bad_certificate',
      {
        component: 'o.e.h.n.Netty4HttpServerTransport',
        address: '10.0.0.2:50000',
        link: 'clients of Elasticsearch, at its HTTP port',
      },
    ],
  ])('%s', (_, text, expected) => {
    const { line, pages } = explainText(text);
    expect(line).toMatchObject(expected);
    expect(pages.length).toBeGreaterThan(0);
  });

  it('and a message alone is no log line', () => {
    expect(explainText(X509).line).toBeUndefined();
  });
});

it('whatever is pasted, it ends in pages or one error, in time', () => {
  const odd = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ': ',
    'x509: ',
    '\t',
    '2026-11-27T06:00:00Z ERROR ',
    '"',
    '[WARN ]',
    'a'.repeat(2000),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(odd, fc.string()), { maxLength: 50 }), (parts) => {
      try {
        explain(parts.join('').repeat(20).slice(0, 100_000));
      } catch (error) {
        expect(error).toBeInstanceOf(CertlabError);
      }
    }),
    { numRuns: 60 },
  );
});
