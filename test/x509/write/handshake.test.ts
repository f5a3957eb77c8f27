import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type SecureVersion, type TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { generateKeyPair, type KeyPair } from '../../../src/x509/write/keys.js';
import { toPem } from '../../../src/x509/write/pem.js';
import { encryptPrivateKey, exportPrivateKey } from '../../../src/x509/write/pkcs8.js';
import { KEY_TYPES } from '../../../src/x509/write/types.js';
import { authorityFor, leafFor } from './support.js';

interface Party {
  cert: string;
  key: string;
  passphrase?: string;
}

/** Resolves with what the server said, rejects with what the client saw go wrong. */
async function handshake(
  version: SecureVersion,
  server: Party & { ca: string },
  client: Partial<Party> & { ca: string },
  host: string,
) {
  const listener = createServer(
    { ...server, requestCert: true, rejectUnauthorized: true, minVersion: version, maxVersion: version },
    (socket) => socket.end(`hello ${socket.getPeerCertificate().subject.CN}`),
  );
  listener.on('tlsClientError', () => {});
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  onTestFinished(() => void listener.close());
  const { port } = listener.address() as AddressInfo;
  const socket: TLSSocket = connect({
    ...client,
    port,
    host: '127.0.0.1',
    servername: host === '127.0.0.1' ? '' : host,
  });
  let protocol: string | null = null;
  socket.on('secureConnect', () => {
    protocol = socket.getProtocol();
  });
  // With TLS 1.3 the server's refusal of a client certificate arrives after secureConnect, as an alert or as silence.
  let text = '';
  for await (const chunk of socket) text += chunk;
  if (text === '') throw new Error('the server closed the connection');
  return { text, protocol };
}

async function parties(pairs: () => Promise<KeyPair>) {
  const [serverPair, clientPair] = [await pairs(), await pairs()];
  const fleetCa = authorityFor(await pairs(), ['serverAuth']);
  const agentCa = authorityFor(await pairs(), ['clientAuth']);
  const names = [
    { type: 'dns', value: 'fleet.example.com' },
    { type: 'ip', value: '127.0.0.1' },
  ] as const;
  const server = {
    cert: toPem('CERTIFICATE', leafFor(serverPair, fleetCa, ['serverAuth'], names)),
    key: exportPrivateKey(serverPair.privateKey),
    ca: toPem('CERTIFICATE', agentCa.certificate),
  };
  const client = {
    cert: toPem('CERTIFICATE', leafFor(clientPair, agentCa, ['clientAuth'], [{ type: 'dns', value: 'web-01' }])),
    key: await encryptPrivateKey(clientPair.privateKey, 'passphrase', { iterations: 2048 }),
    passphrase: 'passphrase',
    ca: toPem('CERTIFICATE', fleetCa.certificate),
  };
  return { server, client };
}

describe.each(KEY_TYPES)('a mutual TLS connection with %s keys', (keyType) => {
  it('works on TLS 1.2 and 1.3, by name and by address, with an encrypted client key', async () => {
    const { server, client } = await parties(() => generateKeyPair(keyType));
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      for (const host of ['fleet.example.com', '127.0.0.1']) {
        expect(await handshake(version, server, client, host)).toEqual({
          text: 'hello fleet test leaf',
          protocol: version,
        });
      }
    }
  });
});

describe.each(['TLSv1.2', 'TLSv1.3'] as const)('a mutual %s connection', (version) => {
  const make = () => parties(() => generateKeyPair('ec-p256'));

  it('is refused without a client certificate', async () => {
    const { server, client } = await make();
    await expect(handshake(version, server, { ca: client.ca }, 'fleet.example.com')).rejects.toMatchObject({
      code: expect.stringMatching(/HANDSHAKE_FAILURE|CERTIFICATE_REQUIRED/),
    });
  });

  it('is refused with the server certificate in the role of the client', async () => {
    const { server, client } = await make();
    const disguised = { cert: server.cert, key: server.key, ca: client.ca };
    const trusting = { ...server, ca: client.ca };
    await expect(handshake(version, trusting, disguised, 'fleet.example.com')).rejects.toThrow(
      'the server closed the connection',
    );
  });

  it('is refused by a client that dials a name the certificate lacks', async () => {
    const { server, client } = await make();
    await expect(handshake(version, server, client, 'other.example.com')).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  it('is refused by a client that trusts another authority', async () => {
    const { server, client } = await make();
    await expect(handshake(version, server, { ...client, ca: server.ca }, 'fleet.example.com')).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
  });
});
