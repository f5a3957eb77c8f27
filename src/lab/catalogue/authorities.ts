import { X509Certificate } from 'node:crypto';
import { CLIENT_AUTH, SERVER_AUTH } from '../../x509/read/certificate.js';
import { generateKeyPair } from '../../x509/write/keys.js';
import { encodeName } from '../../x509/write/names.js';
import { toPem } from '../../x509/write/pem.js';
import { DAY } from '../clock.js';
import { fieldsOf, forgeCertificate, forgerOf } from '../forge-certificate.js';
import {
  authorityOf,
  elasticsearch,
  fleetServer,
  type Lab,
  leafOf,
  mutualAgent,
  put,
  remake,
  remakeAuthority,
  serial,
  textIn,
} from '../lab.js';
import type { FaultEntry } from '../types.js';

/** The authorities, or the way from a certificate to one of them, are wrong. */
export const AUTHORITY_FAULTS: readonly FaultEntry[] = [
  {
    id: 'expired-authority',
    title: 'The authority of Fleet Server has expired',
    done: 'fleet-ca is made again with the same name and key so that it ended yesterday; fleet-cert itself is valid',
    link: 'agent-to-fleet-server',
    rules: ['authority-expired'],
    apply(lab) {
      const { now } = lab;
      const validity = { notBefore: new Date(now.getTime() - 365 * DAY), notAfter: new Date(now.getTime() - DAY) };
      remakeAuthority(lab, 'fleet-ca', { validity });
    },
  },
  {
    id: 'authority-without-ca-true',
    title: 'An authority is no authority',
    done: 'fleet-ca is made again with the same name and key, without CA:TRUE',
    link: 'agent-to-fleet-server',
    rules: ['authority-not-ca', 'issuer-not-ca'],
    apply: (lab) => remakeAuthority(lab, 'fleet-ca', { ca: false, pathLength: undefined }),
  },
  {
    id: 'authority-cannot-sign',
    title: 'The key usage of an authority does not allow signing certificates',
    done: 'fleet-ca is made again with the same name and key, with the key usage cRLSign alone',
    link: 'agent-to-fleet-server',
    rules: ['authority-cannot-sign'],
    apply: (lab) => remakeAuthority(lab, 'fleet-ca', { keyUsage: ['cRLSign'] }),
  },
  {
    id: 'authority-for-clients',
    title: "Fleet Server's authority may sign for clients only",
    done: 'fleet-ca is made again with the same name and key, with the extended key usage clientAuth',
    link: 'agent-to-fleet-server',
    rules: ['authority-usage-forbids'],
    apply: (lab) => remakeAuthority(lab, 'fleet-ca', { extendedKeyUsage: [CLIENT_AUTH] }),
  },
  {
    id: 'role-confusion',
    title: 'An authority may sign for servers and clients alike',
    done: 'agent-ca is made again with the same name and key, without an extended key usage: one of its certificates could pass as Fleet Server',
    link: 'own-agent-to-fleet-server',
    rules: ['authority-without-usage'],
    apply: (lab) => remakeAuthority(lab, 'agent-ca', { extendedKeyUsage: undefined }),
  },
  {
    id: 'foreign-authority',
    title: 'The certificate of Fleet Server comes from another authority of the same name',
    done: 'fleet-cert is signed by a new key under the name of fleet-ca, as if the authority had been made again',
    link: 'agent-to-fleet-server',
    rules: ['issuer-not-trusted'],
    async apply(lab) {
      const { certificate } = authorityOf(lab, 'fleet-ca');
      const { publicKey, privateKey } = await generateKeyPair('ec-p256');
      const fields = { ...fieldsOf(certificate), publicKey, hash: 'sha256' } as const;
      const { subject } = fields;
      const self = forgeCertificate(fields, serial(lab), forgerOf(certificate, privateKey));
      const forger = forgerOf(new X509Certificate(self), privateKey);
      const server = fleetServer(lab);
      remake(lab, server, 'fleet-cert', 'fleet-ca', { hash: 'sha256' }, { ...forger, subject });
      put(server, 'certs/fleet-cert.pem', leafOf(server, 'fleet-cert') + toPem('CERTIFICATE', self));
    },
  },
  {
    id: 'wrong-authority-at-agent',
    title: 'An agent is given the wrong authority',
    done: 'fleet-ca.pem on one agent holds es-ca',
    link: 'agent-to-fleet-server',
    rules: ['issuer-not-trusted'],
    apply(lab) {
      const agent = mutualAgent(lab);
      put(agent, 'certs/fleet-ca.pem', textIn(agent, 'certs/es-ca.pem'));
    },
  },
  {
    id: 'path-length-violated',
    title: 'An intermediate authority where none is allowed',
    done: 'an intermediate under fleet-ca, which has pathlen:0, signs fleet-cert, and is sent with it',
    link: 'agent-to-fleet-server',
    rules: ['authority-path-length'],
    apply: (lab) =>
      underIntermediate(lab, (server, intermediate) => {
        put(server, 'certs/fleet-cert.pem', leafOf(server, 'fleet-cert') + intermediate);
      }),
  },
  {
    id: 'missing-intermediate',
    title: 'The intermediate authority is not sent',
    done: 'an intermediate under fleet-ca signs fleet-cert; its certificate lies in certs/ and not in fleet-cert.pem',
    link: 'agent-to-fleet-server',
    rules: ['intermediate-missing'],
    apply(lab) {
      remakeAuthority(lab, 'fleet-ca', { pathLength: 1 });
      return underIntermediate(lab, (server, intermediate) => {
        put(server, 'certs/fleet-cert.pem', String(leafOf(server, 'fleet-cert')));
        put(server, 'certs/fleet-intermediate.pem', intermediate);
      });
    },
  },
  {
    id: 'certificate-in-authority-list',
    title: "A host's certificate stands in the list of authorities",
    done: "es-ca.pem on Fleet Server's host holds es-cert of one Elasticsearch node: the connection to that node works, to all others it does not",
    link: 'fleet-server-to-elasticsearch',
    rules: ['authority-not-ca', 'output-authority-differs'],
    apply: (lab) => put(fleetServer(lab), 'certs/es-ca.pem', String(leafOf(elasticsearch(lab), 'es-cert'))),
  },
];

/** Signs fleet-cert with an intermediate under fleet-ca; `place` says where the intermediate's certificate goes. */
async function underIntermediate(
  lab: Lab,
  place: (server: ReturnType<typeof fleetServer>, intermediate: string) => void,
): Promise<void> {
  const { certificate, privateKey } = authorityOf(lab, 'fleet-ca');
  const keys = await generateKeyPair('ec-p256');
  const fields = {
    ...fieldsOf(certificate),
    subject: encodeName({ organization: lab.deployment.inventory.name, commonName: 'fleet-intermediate' }),
    publicKey: keys.publicKey,
    pathLength: 0,
    extendedKeyUsage: [SERVER_AUTH],
  };
  const der = forgeCertificate(fields, serial(lab), forgerOf(certificate, privateKey));
  const server = fleetServer(lab);
  const forger = forgerOf(new X509Certificate(der), keys.privateKey);
  remake(lab, server, 'fleet-cert', 'fleet-ca', { hash: 'sha256' }, forger);
  place(server, toPem('CERTIFICATE', der));
}
