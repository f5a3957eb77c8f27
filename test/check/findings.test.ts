import { chmodSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { INSTALL_FLAGS } from '../../src/elastic/flags.js';
import { CertlabError } from '../../src/errors.js';
import { check } from '../../src/proof/check.js';
import type { Sources } from '../../src/proof/check-types.js';
import { finding, RULES } from '../../src/rules/index.js';
import { agent, type Flags, script, server, settings } from './inputs.js';
import { at, stock } from './stock.js';
import { HAS_OPENSSL, PASSPHRASE } from './workshop.js';

const { shop } = stock();
afterAll(() => shop.remove());

const run = (sources: Sources) =>
  check(sources, { root: shop.root, stackVersion: { major: 9, minor: 5 }, fips: false, now: new Date() });
const found = async (sources: Sources, rule: string) => (await run(sources)).findings.find((one) => one.rule === rule);

describe.skipIf(!HAS_OPENSSL)(
  'a finding tells what is seen in the words of the program that says it [needs openssl]',
  () => {
    const swapped = (flag: string): Flags => ({ [flag]: at('agent-cert.pem') });

    it.each([
      [agent(swapped('elastic-agent-cert-key')), 'elastic-agent'],
      [server(swapped('fleet-server-cert-key')), 'fleet-server'],
    ])('Go', async (sources, program) => {
      const text = 'tls: found a certificate rather than a key in the PEM for the private key';
      expect((await found(sources, 'key-file-without-key'))?.seen).toEqual({ program, text });
    });

    it('Java', async () => {
      const wrong = settings(shop.root, { key: 'certs/es-ca.pem' });
      const { program, text } = (await found(wrong, 'key-file-without-key'))!.seen!;
      expect(program).toBe('elasticsearch');
      expect(text).toMatch(
        /^cannot read PEM private key \[.*es-ca\.pem\] because the file does not contain a supported/,
      );
    });

    it('with everything filled in that is known', async () => {
      const wrong = server({ url: 'https://other.example.com:8220' });
      expect((await found(wrong, 'name-not-in-san'))?.seen?.text).toBe(
        'x509: certificate is valid for fleet.example.com, localhost, 127.0.0.1, not other.example.com',
      );
    });

    it('and nothing where that program says nothing', () => {
      expect(finding('file-empty', 'x', { program: 'elasticsearch' }).seen).toBeUndefined();
      expect(finding('enrollment-token-missing', 'x', { silent: true }).seen).toBeUndefined();
    });
  },
);

describe.skipIf(!HAS_OPENSSL)('a variable of a script [needs openssl]', () => {
  it('that holds a token is nothing to report', async () => {
    const text = `elastic-agent install --url=https://fleet.example.com:8220 -t "$TOKEN" -a ${at('fleet-ca.pem')}\n`;
    expect((await run(script(text))).findings).toEqual([]);
  });

  it('that holds a path or a URL leaves it unjudged', async () => {
    const text = 'elastic-agent install --url="$URL" -t T -a $CERTS/fleet-ca.pem\n';
    expect((await run(script(text))).findings.map(({ rule, where }) => [rule, where])).toEqual([
      ['value-not-known', 'install.sh: --url'],
      ['value-not-known', 'install.sh: -a'],
    ]);
  });
});

describe.skipIf(!HAS_OPENSSL)('an unprivileged agent [needs openssl]', () => {
  const rules = async (mode: number, folder: number) => {
    const files = { 'elastic-agent-cert-key': shop.put('/srv/tls/key.pem', key, mode) };
    for (const name of ['fleet-ca', 'agent-cert']) chmodSync(`${shop.root}${at(name)}.pem`, 0o644);
    chmodSync(`${shop.root}/srv/tls`, folder);
    chmodSync(`${shop.root}/srv/tls/key.pem`, mode);
    const { findings } = await run(agent(files, '--unprivileged'));
    return findings.map(({ rule, cause }) => [rule, cause.split(': ')[1]]);
  };
  const key = readFileSync(`${shop.root}${at('agent-cert-key.pem')}`);

  it('needs files and folders that its group can read', async () => {
    expect(await rules(0o640, 0o750)).toEqual([]);
    expect(await rules(0o600, 0o750)).toEqual([['unprivileged-unreadable', undefined]]);
    expect(await rules(0o640, 0o700)).toEqual([['unprivileged-unreadable', 'nobody but its owner may enter /srv/tls']]);
  });
});

describe.skipIf(!HAS_OPENSSL)('flags [needs openssl]', () => {
  it('that are given again are ignored, but for lists', async () => {
    const { sources } = await run(agent({}, '--tag=a', '--tag=b', '--url=https://fleet.example.com:8220'));
    const ignored = sources[0]!.flags.filter((one) => one.ignored).map(({ flag }) => flag);
    expect(ignored).toEqual(['--url']);
  });
});

describe.skipIf(!HAS_OPENSSL)('whatever the words are [needs openssl]', () => {
  const flags = INSTALL_FLAGS.map(({ name }) => `--${name}`);
  const word = fc.oneof(
    fc.constantFrom(...flags, '-f', '-t', '-a', '--', '-', '', at('fleet-ca.pem'), at('agent-cert-key.pem')),
    fc
      .tuple(fc.constantFrom(...flags), fc.oneof(fc.string(), fc.constantFrom(at('empty.pem'), 'https://a:1')))
      .map((pair) => pair.join('=')),
    fc.string({ unit: 'binary' }),
  );

  it('they are judged, and never stop the check', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 12 }), async (words) => {
        const { findings } = await run({ command: ['elastic-agent', 'install', ...words] });
        for (const one of findings) expect(RULES).toHaveProperty(one.rule);
      }),
      { numRuns: 300 },
    );
  });

  it('and so is every text that stands for a script, an environment or settings', async () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'elastic-agent install \\',
        '`',
        "'",
        '"',
        '--url=$(',
        'FLEET_URL=x',
        'a: [',
        'xpack.security.http.ssl:\n  key: 1',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => {
        const text = lines.join('\n');
        const name = `${shop.root}/etc/elasticsearch/elasticsearch.yml`;
        await run({ file: { name: 'x', text: `${text}\nelastic-agent install\n` } }).catch((error) =>
          expect(error).toBeInstanceOf(CertlabError),
        );
        await run({ environment: { name: 'x', text }, elasticsearchYml: { name, text } });
      }),
      { numRuns: 300 },
    );
  });
});

describe.skipIf(!HAS_OPENSSL)('errors come first [needs openssl]', () => {
  it('then warnings, then notes', async () => {
    const { findings } = await run(server({}, '--proxy-url=http://p:1', 'stray', '--insecure'));
    expect(findings.map(({ severity }) => severity)).toEqual(['error', 'warning', 'info']);
  });
});

describe.skipIf(!HAS_OPENSSL)('an agent that trusts several Fleet Servers [needs openssl]', () => {
  it('is linked with the one that it dials', async () => {
    const other = server({ url: 'https://localhost:8221', 'fleet-server-port': '8221' }).command!;
    const fleet = server().command!;
    const { handshakes, findings } = await run({
      ...agent(),
      server: { name: 'servers.sh', text: `${other.join(' ')}\n${fleet.join(' ')}\n` },
    });
    expect(findings).toEqual([]);
    expect(
      handshakes.filter(({ client }) => client === 'command line: the agent').map(({ serverName }) => serverName),
    ).toEqual(['fleet.example.com', 'fleet.example.com']);
  });
});

describe.skipIf(!HAS_OPENSSL)('a PKCS#12 keystore of Elasticsearch [needs openssl]', () => {
  const keystore = settings(shop.root, { certificate: undefined, key: undefined, 'keystore.path': 'certs/http.p12' });
  const base = { root: shop.root, stackVersion: { major: 9, minor: 5 }, fips: false, now: new Date() };

  it('is read with its password, and shakes hands with what is in it', async () => {
    const sources = { ...server(), ...keystore };
    const { findings, handshakes } = await check(sources, { ...base, keystorePassword: PASSPHRASE });
    expect(findings).toEqual([]);
    const atElasticsearch = handshakes.filter(({ server }) => server.endsWith('Elasticsearch'));
    expect(atElasticsearch.map(({ outcome }) => outcome)).toEqual(['accept', 'accept']);
  });

  it('is not called fine without its password', async () => {
    const { findings } = await check(keystore, base);
    expect(findings.map(({ rule }) => rule)).toEqual(['es-keystore-not-read']);
  });
});
