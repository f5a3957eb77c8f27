// The same leaves by a shell's means: one `openssl req -x509 -CA` for each, key included and encrypted.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const count = Number(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'openssl-loop-'));
const openssl = (...words) => execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' });
try {
  writeFileSync(join(folder, 'passphrase'), 'not-a-secret-of-anybody');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-nodes',
    '-subj',
    '/CN=agent-ca',
    '-days',
    '3650',
    '-keyout',
    'ca-key.pem',
    '-out',
    'ca.pem',
  );
  for (let index = 0; index < count; index += 1) {
    const name = `agent-${index}`;
    const extensions = [
      `subjectAltName=DNS:${name}`,
      'extendedKeyUsage=clientAuth',
      'keyUsage=critical,digitalSignature',
    ];
    openssl(
      ...['req', '-x509', '-CA', 'ca.pem', '-CAkey', 'ca-key.pem', ...key, '-passout', 'file:passphrase'],
      ...['-subj', `/CN=${name}`, '-days', '825', ...extensions.flatMap((one) => ['-addext', one])],
      ...['-keyout', `${name}-key.pem`, '-out', `${name}.pem`],
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
