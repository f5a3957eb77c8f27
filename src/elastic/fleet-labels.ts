import type { StackVersion } from '../deployment/types.js';
import type { FleetServerSsl } from './fleet-server-host.js';
import { hasAgentFields } from './fleet-versions.js';
import type { OutputSsl } from './outputs.js';

/** An SSL field of a Fleet Server host in Kibana. */
export interface FleetServerField {
  readonly name: keyof FleetServerSsl;
  /** The flag of elastic-agent that says the same. */
  readonly flag: string;
  readonly meaning: string;
  /** The label of 9.1 and 9.2; none for fields that came later. */
  readonly firstLabel?: string;
  /** The label from 9.3 on. */
  readonly label: string;
}

/**
 * In the order of the form, which is that of the flags' page in Elastic's documentation. Some of the first labels call a
 * server's certificate a client's: `meaning` says what Kibana does with it (kibana fleet full_agent_policy.ts).
 */
export const FLEET_SERVER_FIELDS: readonly FleetServerField[] = [
  {
    name: 'certificate_authorities',
    flag: 'certificate-authorities',
    meaning: 'by whom Fleet Server recognises agents',
    firstLabel: 'Server SSL certificate authorities',
    label: 'Fleet Server > Elastic Agents certificate authorities',
  },
  {
    name: 'certificate',
    flag: 'fleet-server-cert',
    meaning: 'the certificate Fleet Server shows to agents',
    firstLabel: 'Client SSL certificate',
    label: 'Fleet Server > SSL server certificate',
  },
  {
    name: 'key',
    flag: 'fleet-server-cert-key',
    meaning: 'its key',
    firstLabel: 'Client SSL certificate key',
    label: 'Fleet Server > SSL server private key',
  },
  {
    name: 'es_certificate_authorities',
    flag: 'fleet-server-es-ca',
    meaning: 'by whom Fleet Server recognises Elasticsearch',
    firstLabel: 'Elasticsearch certificate authorities',
    label: 'Fleet Server > Elasticsearch certificate authorities',
  },
  {
    name: 'es_certificate',
    flag: 'fleet-server-es-cert',
    meaning: 'the certificate Fleet Server shows to Elasticsearch',
    firstLabel: 'SSL certificate for Elasticsearch',
    label: 'Fleet Server > SSL client certificate for Elasticsearch',
  },
  {
    name: 'es_key',
    flag: 'fleet-server-es-cert-key',
    meaning: 'its key',
    firstLabel: 'SSL certificate key for Elasticsearch',
    label: 'Fleet Server > SSL private key for Elasticsearch',
  },
  {
    name: 'agent_certificate_authorities',
    flag: 'certificate-authorities',
    meaning: 'by whom agents recognise Fleet Server; a path on their hosts',
    label: 'Elastic Agent > Fleet Server certificate authorities',
  },
  {
    name: 'agent_certificate',
    flag: 'elastic-agent-cert',
    meaning: 'the certificate agents show to Fleet Server; a path on their hosts',
    label: 'Elastic Agent > SSL client certificate for Fleet Server',
  },
  {
    name: 'agent_key',
    flag: 'elastic-agent-cert-key',
    meaning: 'its key; a path on their hosts',
    label: 'Elastic Agent > SSL private key for Fleet Server',
  },
  {
    name: 'client_auth',
    flag: 'fleet-server-client-auth',
    meaning: 'whether Fleet Server asks agents for a certificate',
    firstLabel: 'Client auth',
    label: 'Client auth',
  },
];

/** What the field is called in a version; undefined where it does not have it. */
export const labelOf = ({ label, firstLabel }: FleetServerField, version: StackVersion): string | undefined =>
  hasAgentFields(version) ? label : firstLabel;

/** An SSL field of an output to Elasticsearch or to a remote Elasticsearch; labelled alike since they exist. */
export const OUTPUT_FIELDS: readonly {
  readonly name: Exclude<keyof OutputSsl, 'key_passphrase_path'>;
  readonly flag: string;
  readonly meaning: string;
  readonly label: string;
}[] = [
  {
    name: 'certificate_authorities',
    flag: 'certificate-authorities',
    meaning: 'by whom agents recognise Elasticsearch',
    label: 'Server SSL certificate authorities',
  },
  {
    name: 'certificate',
    flag: 'elastic-agent-cert',
    meaning: 'the certificate agents show to Elasticsearch',
    label: 'Client SSL certificate',
  },
  { name: 'key', flag: 'elastic-agent-cert-key', meaning: 'its key', label: 'Client SSL certificate key' },
];
