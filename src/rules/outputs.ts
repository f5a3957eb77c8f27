import { paragraph, type Rules } from './rule.js';

/** What Fleet's outputs and the files that were handed over together can show. */
export const OUTPUT_RULES = {
  'output-localhost': {
    severity: 'error',
    seen: [{ program: 'elastic-agent', text: 'dial tcp 127.0.0.1:9200: connect: connection refused' }],
    cause: 'the output sends to localhost: every agent looks for Elasticsearch on its own host',
    fix: "set the hosts of the output to Elasticsearch's URL, in Fleet under Settings, Outputs",
    explanation: paragraph`Fleet's default output points to http://localhost:9200 until somebody changes it. Agents enroll and stay healthy at
      Fleet Server, and no data arrives.`,
  },
  'output-not-https': {
    severity: 'warning',
    seen: [
      { program: 'elasticsearch', text: 'received plaintext http traffic on an https channel, closing connection' },
    ],
    cause: 'the output connects to Elasticsearch without TLS',
    fix: 'give the output an https:// URL',
    explanation: paragraph`Elasticsearch 8 and 9 set up TLS on their HTTP port at first start, and close a connection that begins without it.`,
  },
  'output-authorities-missing': {
    severity: 'warning',
    seen: [{ program: 'elastic-agent', text: 'x509: certificate signed by unknown authority' }],
    cause: 'the output names neither a CA nor a trusted fingerprint: agents trust the CAs of their own system alone',
    fix: "set ssl.certificate_authorities or ca_trusted_fingerprint in the output, with the CA of Elasticsearch's certificate",
    explanation: paragraph`--certificate-authorities is for Fleet Server. For Elasticsearch, agents trust what the output of their policy says. The
      fingerprint works when Elasticsearch sends its CA along; the files of certificate_authorities have to be on every agent's host.`,
  },
  'output-authority-differs': {
    severity: 'warning',
    cause: 'the output trusts another CA than Fleet Server does for the same Elasticsearch',
    fix: 'name the same CA in the output and in --fleet-server-es-ca',
    explanation: paragraph`Both connect to Elasticsearch, which presents one certificate. After a change of the CA one of the two was forgotten.`,
  },
  'output-not-given': {
    severity: 'info',
    cause: 'what agents trust and present at Elasticsearch stands in the output of their policy, which was not given',
    fix: 'give kibana.yml, or the answer of GET kbn:/api/fleet/outputs, as one more file',
    explanation: paragraph`A command or container says how an agent reaches Fleet Server. Most reports about certificates that were right there
      were about the output: no CA, another CA, or http://localhost:9200.`,
  },
} as const satisfies Rules;
