import { nearest } from '../../deployment/nearest.js';
import { CLIENT_AUTHS } from '../../deployment/types.js';
import type { Details } from '../../setup/remark.js';
import { HTTP, type ReadSettings, settingOf, settingsOf } from '../../setup/settings.js';
import { finding, type RuleId } from '../index.js';
import type { Finding } from '../types.js';

/** What may follow the prefix (Elasticsearch's SslConfigurationKeys, and SSLConfigurationSettings for HTTP). */
const KNOWN = [
  'enabled',
  'certificate',
  'key',
  'key_passphrase',
  'secure_key_passphrase',
  'certificate_authorities',
  'client_authentication',
  'verification_mode',
  'supported_protocols',
  'cipher_suites',
  'handshake_timeout',
  'keystore.path',
  'keystore.type',
  'keystore.algorithm',
  'keystore.password',
  'keystore.secure_password',
  'keystore.key_password',
  'keystore.secure_key_password',
  'truststore.path',
  'truststore.type',
  'truststore.algorithm',
  'truststore.password',
  'truststore.secure_password',
  'trust_restrictions.path',
  'trust_restrictions.x509_fields',
];

/** Settings that exclude each other, and the text of Elasticsearch that says so. */
const EXCLUSIVE = [
  ['certificate', 'keystore.path'],
  ['certificate_authorities', 'truststore.path'],
] as const;

/** Judges the settings by themselves. */
export function judgeSettings({ name, settings }: ReadSettings): Finding[] {
  const text = (setting: string) => settingOf(settings, `${HTTP}.${setting}`);
  const has = (setting: string) => settings.has(`${HTTP}.${setting}`);
  const tell = (rule: RuleId, setting: string, details: Details = {}) =>
    finding(rule, `${name}: ${HTTP}.${setting}`, details);
  const findings: Finding[] = [];
  if (text('enabled') !== 'true') findings.push(tell('es-http-ssl-off', 'enabled'));
  for (const setting of settings.keys()) {
    const last = setting.startsWith(`${HTTP}.`) ? setting.slice(HTTP.length + 1) : undefined;
    if (last === undefined || KNOWN.includes(last)) continue;
    const other = nearest(
      last,
      KNOWN.map((known) => known.replaceAll('_', '-')),
    )?.replaceAll('-', '_');
    const detail = other && `did you mean ${HTTP}.${other}?`;
    findings.push(tell('es-setting-unknown', last, { values: { setting }, detail }));
  }
  const value = text('client_authentication');
  if (value !== undefined && !CLIENT_AUTHS.some((one) => one === value.toLowerCase())) {
    findings.push(tell('es-client-auth-invalid', 'client_authentication', { values: { value } }));
  }
  for (const [setting, partner] of EXCLUSIVE) {
    if (!has(setting) || !has(partner)) continue;
    const values = { setting: `${HTTP}.${setting}`, partner: `${HTTP}.${partner}` };
    findings.push(tell('es-certificate-and-keystore', partner, { values }));
  }
  if (has('certificate') !== has('key')) {
    const values = has('key')
      ? { setting: `${HTTP}.keystore.path`, partner: `${HTTP}.certificate` }
      : { setting: `${HTTP}.certificate`, partner: `${HTTP}.key` };
    findings.push(tell('es-partner-setting-missing', has('key') ? 'certificate' : 'key', { values }));
  }
  for (const setting of ['key_passphrase', 'keystore.password', 'truststore.password']) {
    if (has(setting)) findings.push(tell('es-passphrase-in-settings', setting));
  }
  const wanted = value?.toLowerCase();
  const listsClients = settingsOf(settings, `${HTTP}.certificate_authorities`).length > 0 || has('truststore.path');
  if ((wanted === 'optional' || wanted === 'required') && !listsClients) {
    findings.push(tell('client-auth-without-authorities', 'certificate_authorities', { silent: true }));
  }
  return findings;
}
