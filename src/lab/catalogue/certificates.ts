import { CLIENT_AUTH, SERVER_AUTH } from '../../x509/read/certificate.js';
import { exportPrivateKey } from '../../x509/write/pkcs8.js';
import { DAY } from '../clock.js';
import { edit, flag, fleetServer, kibana, leafOf, mutualAgent, put, remake, textIn } from '../lab.js';
import { generateAnyKeyPair } from '../lab-keys.js';
import type { FaultEntry } from '../types.js';

/** What hosts show is wrong by itself. */
export const CERTIFICATE_FAULTS: readonly FaultEntry[] = [
  {
    id: 'expired-certificate',
    title: 'The certificate of Fleet Server has expired',
    done: 'fleet-cert is made again so that it ended yesterday',
    link: 'agent-to-fleet-server',
    rules: ['certificate-expired'],
    apply(lab) {
      const { now } = lab;
      const validity = { notBefore: new Date(now.getTime() - 30 * DAY), notAfter: new Date(now.getTime() - DAY) };
      remake(lab, fleetServer(lab), 'fleet-cert', 'fleet-ca', { validity });
    },
  },
  {
    id: 'not-yet-valid-certificate',
    title: 'The certificate of Fleet Server begins in the future',
    done: 'fleet-cert is made again so that it begins tomorrow, as if the clock that made it were ahead',
    link: 'agent-to-fleet-server',
    rules: ['certificate-not-yet-valid'],
    apply(lab) {
      const { now } = lab;
      const validity = { notBefore: new Date(now.getTime() + DAY), notAfter: new Date(now.getTime() + 30 * DAY) };
      remake(lab, fleetServer(lab), 'fleet-cert', 'fleet-ca', { validity });
    },
  },
  {
    id: 'wrong-host',
    title: 'The certificate of Fleet Server is for another host',
    done: 'fleet-cert is made again for fleet.invalid and localhost',
    link: 'agent-to-fleet-server',
    rules: ['name-not-in-san'],
    apply(lab) {
      const names = ['fleet.invalid', 'localhost'].map((value) => ({ type: 'dns', value }) as const);
      remake(lab, fleetServer(lab), 'fleet-cert', 'fleet-ca', { names });
    },
  },
  {
    id: 'no-san',
    title: 'The certificate of Fleet Server has no subject alternative name',
    done: 'fleet-cert is made again with its name in the common name alone',
    link: 'agent-to-fleet-server',
    rules: ['leaf-without-san'],
    apply: (lab) => remake(lab, fleetServer(lab), 'fleet-cert', 'fleet-ca', { names: [] }),
  },
  {
    id: 'address-as-dns-name',
    title: 'An address stands in the certificate as a DNS name',
    done: 'every agent dials Fleet Server by 192.0.2.10, which fleet-cert holds as a DNS name and not as an IP address',
    link: 'agent-to-fleet-server',
    rules: ['address-in-dns-san', 'address-not-in-san'],
    apply(lab) {
      const address = '192.0.2.10';
      const server = fleetServer(lab);
      const [, host] = /--url=https:\/\/([^:/\s']+)/.exec(textIn(server, 'install.sh')) ?? [];
      for (const bundle of lab.deployment.bundles) {
        const files = [
          'install.sh',
          'install.ps1',
          'agent.env',
          'settings/kibana.yml',
          'settings/fleet-server-host.json',
        ];
        for (const path of files.filter((one) => bundle.files.has(one))) {
          put(bundle, path, textIn(bundle, path).replaceAll(`https://${host}`, `https://${address}`));
        }
      }
      const names = [address, 'localhost'].map((value) => ({ type: 'dns', value }) as const);
      remake(lab, server, 'fleet-cert', 'fleet-ca', { names });
    },
  },
  {
    id: 'client-usage-on-server',
    title: "Fleet Server's certificate is for clients only",
    done: 'fleet-cert is made again with the extended key usage clientAuth',
    link: 'agent-to-fleet-server',
    rules: ['server-usage-missing'],
    apply: (lab) => remake(lab, fleetServer(lab), 'fleet-cert', 'fleet-ca', { extendedKeyUsage: [CLIENT_AUTH] }),
  },
  {
    id: 'server-usage-on-agent',
    title: "An agent's certificate is for servers only",
    done: 'the agent-cert of one agent is made again with the extended key usage serverAuth',
    link: 'agent-to-fleet-server',
    rules: ['client-usage-missing'],
    apply: (lab) => remake(lab, mutualAgent(lab), 'agent-cert', 'agent-ca', { extendedKeyUsage: [SERVER_AUTH] }),
  },
  {
    id: 'swapped-certificates',
    title: 'Server and client certificate are swapped on the host of Fleet Server',
    done: "the flags --fleet-server-cert and --elastic-agent-cert name each other's certificate, key and passphrase",
    link: 'agent-to-fleet-server',
    rules: ['issuer-not-trusted', 'authority-usage-forbids', 'server-usage-missing', 'client-usage-missing'],
    apply: (lab) =>
      edit(fleetServer(lab), 'install.sh', (text) =>
        text.replace(/--(elastic-agent|fleet-server)-cert(?=[=-])/g, (flag) =>
          flag === '--fleet-server-cert' ? '--elastic-agent-cert' : '--fleet-server-cert',
        ),
      ),
  },
  {
    id: 'key-usage-without-signature',
    title: "An agent's certificate may not sign",
    done: 'the agent-cert of one agent is made again with the key usage keyEncipherment alone',
    link: 'agent-to-elasticsearch',
    rules: ['key-usage-without-signature'],
    apply: (lab) => remake(lab, mutualAgent(lab), 'agent-cert', 'agent-ca', { keyUsage: ['keyEncipherment'] }),
  },
  {
    id: 'sha1-signature',
    title: 'The certificate of Fleet Server is signed with SHA-1',
    done: 'fleet-cert is made again, signed by fleet-ca with SHA-1',
    link: 'agent-to-fleet-server',
    rules: ['weak-signature'],
    apply: (lab) => remake(lab, fleetServer(lab), 'fleet-cert', 'fleet-ca', { hash: 'sha1' }),
  },
  {
    id: 'rsa-1024',
    title: 'The key of Fleet Server is RSA of 1024 bits',
    done: 'fleet-cert is made again for such a key',
    link: 'agent-to-fleet-server',
    rules: ['weak-key'],
    async apply(lab) {
      const server = fleetServer(lab);
      const { publicKey, privateKey } = await generateAnyKeyPair('rsa', { modulusLength: 1024 });
      remake(lab, server, 'fleet-cert', 'fleet-ca', { publicKey });
      if (server.files.delete('certs/fleet-cert-key-passphrase')) {
        flag(server, 'fleet-server-cert-key-passphrase', () => undefined);
      }
      put(server, 'certs/fleet-cert-key.pem', exportPrivateKey(privateKey));
    },
  },
  {
    id: 'chain-upside-down',
    title: 'The authority comes first in the file of the certificate',
    done: 'fleet-cert.pem holds fleet-ca first and its own certificate behind it',
    link: 'agent-to-fleet-server',
    rules: ['key-mismatch'],
    apply(lab) {
      const server = fleetServer(lab);
      edit(server, 'certs/fleet-cert.pem', () => textIn(server, 'certs/fleet-ca.pem') + leafOf(server, 'fleet-cert'));
    },
  },
  {
    id: 'kibana-name-missing',
    title: 'Kibana dials Elasticsearch by a name that its certificate does not hold',
    done: 'elasticsearch.hosts in kibana.yml names es.invalid',
    link: 'kibana-to-elasticsearch',
    rules: ['name-not-in-san'],
    apply: (lab) =>
      edit(kibana(lab), 'settings/kibana.yml', (text) =>
        text.replace(/(elasticsearch\.hosts:\s+- ?"?https:\/\/)[^:/"\s]+/, '$1es.invalid'),
      ),
  },
];
