import { CLIENT_AUTHS } from '../../deployment/types.js';
import { listOf } from '../../setup/paths.js';
import type { Details } from '../../setup/remark.js';
import { labelOf, type Setup, textOf } from '../../setup/setup.js';
import { HTTPS_PORT, isLoopback, urlIn } from '../../setup/urls.js';
import { finding, type RuleId } from '../index.js';
import type { Finding } from '../types.js';

/** Reports a rule about one flag of the command. */
type Tell = (rule: RuleId, flag: string, details?: Details) => void;

interface View {
  readonly setup: Setup;
  readonly has: (flag: string) => boolean;
  readonly text: (flag: string) => string | undefined;
  readonly tell: Tell;
}

/** Judges flags against each other, before any file is opened. */
export function judgeValues(setup: Setup): Finding[] {
  const findings: Finding[] = [];
  const view: View = {
    setup,
    has: (flag) => setup.values.has(flag),
    text: (flag) => textOf(setup, flag),
    tell: (rule, flag, details) => findings.push(finding(rule, labelOf(setup, flag), details)),
  };
  for (const judge of setup.startsFleetServer ? FLEET_SERVER_JUDGES : AGENT_JUDGES) judge(view);
  return findings;
}

type Judge = (view: View) => void;

const clientAuth: Judge = ({ text, tell }) => {
  const value = text('fleet-server-client-auth');
  if (value !== undefined && !CLIENT_AUTHS.some((one) => one === value)) {
    tell('client-auth-invalid', 'fleet-server-client-auth', { values: { value } });
  }
};

const PAIRS = [
  ['fleet-server-cert', 'certificate private key is', 'certificate is required'],
  ['elastic-agent-cert', 'key file', 'certificate file'],
  ['fleet-server-es-cert', 'key file', 'certificate file'],
] as const;

const partners: Judge = ({ has, tell }) => {
  for (const [certificate, withoutKey, withoutCertificate] of PAIRS) {
    const key = `${certificate}-key`;
    if (has(certificate) && !has(key)) tell('partner-flag-missing', key, { says: withoutKey });
    if (!has(certificate) && has(key)) tell('partner-flag-missing', certificate, { says: withoutCertificate });
    const passphrase = `${key}-passphrase`;
    if (has(passphrase) && !(has(certificate) && has(key))) {
      tell('passphrase-without-pair', passphrase, { silent: certificate !== 'elastic-agent-cert' });
    }
  }
};

const agentTokens: Judge = ({ setup, has, tell }) => {
  if (setup.form === 'container' || (has('url') && has('enrollment-token'))) return;
  tell('enrollment-token-missing', has('url') ? 'enrollment-token' : 'url', {
    silent: has('force') || has('non-interactive'),
  });
};

const serverTokens: Judge = ({ setup, has, tell }) => {
  const [value, file] = ['fleet-server-service-token', 'fleet-server-service-token-path'];
  if (has(value) && has(file)) tell('service-token-twice', file);
  // A container may fetch one from Kibana.
  else if (!has(value) && !has(file) && setup.form !== 'container') tell('service-token-missing', file);
};

const fleetUrl: Judge = ({ setup, has, text, tell }) => {
  const written = text('url');
  if (written === undefined) {
    if (!has('url') && has('fleet-server-cert') && setup.form !== 'container') tell('url-missing', 'url');
    return;
  }
  const url = urlIn(written);
  if (url === undefined) tell('url-invalid', 'url');
  else if (url.scheme === 'http') tell('url-not-https', 'url');
  else if (url.port === undefined && Number(text('fleet-server-port')) !== HTTPS_PORT) {
    tell('url-port-missing', 'url', { values: { address: url.host } });
  }
};

const elasticsearchUrl: Judge = ({ has, text, tell }) => {
  // The default of the container's entry point.
  const written = has('fleet-server-es') ? text('fleet-server-es') : 'http://elasticsearch:9200';
  if (written === undefined) return;
  const url = urlIn(written);
  if (url === undefined) {
    const says = /^https?:\/\//i.test(written)
      ? 'invalid connection string: must'
      : 'invalid connection string: scheme';
    tell('es-url-invalid', 'fleet-server-es', { says });
  } else if (url.scheme === 'http') tell('es-url-not-https', 'fleet-server-es');
};

const strayServerFlags: Judge = ({ setup, tell }) => {
  for (const { flag, label } of setup.values.values()) {
    // Variables that others read too stand for them.
    if (/^(--fleet-server-|FLEET_SERVER_)/.test(label)) tell('fleet-server-flag-on-agent', flag.name);
  }
};

const plainHttp: Judge = ({ has, tell }) => {
  const hasPair = has('fleet-server-cert') || has('fleet-server-cert-key');
  const asked = has('fleet-server-insecure-http');
  if (asked) tell(hasPair ? 'insecure-http-ignored' : 'fleet-server-plain-http', 'fleet-server-insecure-http');
  else if (!hasPair) tell('server-certificate-missing', 'fleet-server-cert');
};

const mutual: Judge = ({ has, text, tell }) => {
  const wanted = text('fleet-server-client-auth');
  if (wanted !== 'optional' && wanted !== 'required') return;
  if (!has('fleet-server-cert')) tell('client-auth-without-certificate', 'fleet-server-client-auth');
  else {
    if (!has('certificate-authorities')) tell('client-auth-without-authorities', 'certificate-authorities');
    if (wanted === 'required' && !has('elastic-agent-cert') && !has('elastic-agent-cert-key')) {
      tell('own-agent-certificate-missing', 'elastic-agent-cert');
    }
  }
};

const verification: Judge = ({ has, tell }) => {
  for (const flag of ['insecure', 'fleet-server-es-insecure'].filter(has)) tell('verification-off', flag);
};

const pins: Judge = ({ text, tell }) => {
  const given = text('ca-sha256');
  if (given !== undefined && !listOf(given).every(isPin)) tell('ca-pin-malformed', 'ca-sha256');
};

/** SHA-256 in hex, in upper or lower case. */
export const isFingerprint = (text: string): boolean => /^[0-9a-f]{64}$/i.test(text);

/** SHA-256 in Base64, as Go's encoding/base64 writes it. */
export const isPin = (pin: string): boolean => /^[A-Za-z0-9+/]{43}=$/.test(pin);

const listener: Judge = ({ text, tell }) => {
  const bound = text('fleet-server-host');
  const url = urlIn(text('url'));
  if (bound !== undefined && isLoopback(bound) && url !== undefined && !isLoopback(url.host)) {
    const address = `${url.host}:${url.port ?? HTTPS_PORT}`;
    tell('fleet-server-host-local', 'fleet-server-host', { values: { address } });
  }
};

const together: Judge = ({ has, tell }) => {
  if (has('delay-enroll')) tell('delay-enroll-fleet-server', 'delay-enroll', { silent: !has('fleet-server-host') });
  if (has('proxy-url')) tell('proxy-not-for-agent', 'proxy-url');
};

const AGENT_JUDGES: readonly Judge[] = [agentTokens, fleetUrl, partners, verification, pins, strayServerFlags];

const FLEET_SERVER_JUDGES: readonly Judge[] = [
  fleetUrl,
  elasticsearchUrl,
  partners,
  serverTokens,
  plainHttp,
  clientAuth,
  mutual,
  verification,
  pins,
  listener,
  together,
];
