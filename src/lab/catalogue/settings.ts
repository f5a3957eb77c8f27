import { sha256Fingerprint } from '../../x509/write/fingerprint.js';
import { authorityOf, edit, elasticsearch, kibana, type Lab, leafOf, put } from '../lab.js';
import type { FaultEntry } from '../types.js';

const ES_SSL = 'xpack.security.http.ssl';

/** Settings of Elasticsearch, Kibana and the outputs of Fleet. */
export const SETTING_FAULTS: readonly FaultEntry[] = [
  {
    id: 'fingerprint-of-leaf',
    title: 'The trusted fingerprint is that of a host',
    done: 'ca_trusted_fingerprint of the output is the SHA-256 of es-cert',
    link: 'agent-to-elasticsearch',
    rules: ['trusted-fingerprint-of-leaf'],
    apply: (lab) => setFingerprint(lab, sha256Fingerprint(leafOf(elasticsearch(lab), 'es-cert').raw)),
  },
  {
    id: 'fingerprint-with-colons',
    title: 'The trusted fingerprint has colons',
    done: 'ca_trusted_fingerprint of the output is the right SHA-256 of es-ca, as openssl prints it',
    link: 'agent-to-elasticsearch',
    rules: ['trusted-fingerprint-malformed'],
    apply: (lab) => setFingerprint(lab, authorityOf(lab, 'es-ca').certificate.fingerprint256),
  },
  {
    id: 'authority-not-sent',
    title: 'Elasticsearch does not send the authority whose fingerprint is trusted',
    done: 'ca_trusted_fingerprint of the output is that of es-ca, and es-cert.pem holds no more than its own certificate',
    link: 'agent-to-elasticsearch',
    rules: ['trusted-fingerprint-not-in-chain'],
    apply(lab) {
      for (const node of lab.deployment.bundles.filter(({ role }) => role === 'elasticsearch')) {
        put(node, 'certs/es-cert.pem', String(leafOf(node, 'es-cert')));
      }
      setFingerprint(lab, sha256Fingerprint(authorityOf(lab, 'es-ca').certificate.raw));
    },
  },
  {
    id: 'agent-ca-not-trusted-by-elasticsearch',
    title: "Elasticsearch does not list the agents' authority",
    done: 'certificate_authorities in elasticsearch.yml names es-ca alone',
    link: 'agent-to-elasticsearch',
    rules: ['client-authority-not-requested'],
    apply: (lab) =>
      edit(elasticsearch(lab), 'settings/elasticsearch.yml', (text) => text.replace(/^\s*- .*agent-ca.*\n/m, '')),
  },
  {
    id: 'kibana-certificate-missing',
    title: 'Kibana is given no certificate',
    done: 'kibana.yml lacks elasticsearch.ssl.certificate and key, and Elasticsearch requires a certificate',
    link: 'kibana-to-elasticsearch',
    rules: ['client-certificate-missing'],
    apply: (lab) =>
      edit(kibana(lab), 'settings/kibana.yml', (text) =>
        text.replace(/^elasticsearch\.ssl\.(certificate|key): .*\n/gm, ''),
      ),
  },
  {
    id: 'elasticsearch-without-tls',
    title: 'Elasticsearch listens without TLS',
    done: `${ES_SSL}.enabled in elasticsearch.yml is false`,
    link: 'agent-to-elasticsearch',
    rules: ['es-http-ssl-off'],
    apply: (lab) =>
      edit(elasticsearch(lab), 'settings/elasticsearch.yml', (text) =>
        text.replace(`${ES_SSL}.enabled: true`, `${ES_SSL}.enabled: false`),
      ),
  },
  {
    id: 'output-without-verification',
    title: 'Agents accept any Elasticsearch',
    done: 'ssl.verification_mode of the output is none',
    link: 'agent-to-elasticsearch',
    rules: ['verification-off'],
    apply(lab) {
      const bundle = kibana(lab);
      for (const path of outputFiles(lab)) {
        edit(bundle, path, (text) => {
          const output = JSON.parse(text);
          return JSON.stringify({ ...output, ssl: { ...output.ssl, verification_mode: 'none' } }, null, 2);
        });
      }
      edit(bundle, 'settings/kibana.yml', (text) =>
        text.replaceAll(
          /^(\s+)ssl:\n(?=\s+certificate_authorities:\n\s+- .*es-ca)/gm,
          '$&$1  verification_mode: none\n',
        ),
      );
    },
  },
];

/** Bodies for Fleet's API that describe an output to Elasticsearch. */
const outputFiles = (lab: Lab): string[] =>
  [...kibana(lab).files.keys()].filter((path) => /output.*\.json$/.test(path));

/** Sets it in Fleet's API bodies and in kibana.yml alike. */
function setFingerprint(lab: Lab, fingerprint: string): void {
  const bundle = kibana(lab);
  for (const path of outputFiles(lab)) {
    edit(bundle, path, (text) => JSON.stringify({ ...JSON.parse(text), ca_trusted_fingerprint: fingerprint }, null, 2));
  }
  edit(bundle, 'settings/kibana.yml', (text) =>
    text.replaceAll(/^(\s+)type: elasticsearch\n/gm, `$&$1ca_trusted_fingerprint: "${fingerprint}"\n`),
  );
}
