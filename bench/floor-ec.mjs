// What the cores must do for N client certificates, and nothing else: make a P-256 key, sign as many bytes as a certificate
// has, encrypt the key. The derivations run in the thread pool, as many at a time as it has threads.
import { createCipheriv, createSign, generateKeyPairSync, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

const [count = 1000, iterations = 2048] = process.argv.slice(2).map(Number);
const derive = promisify(pbkdf2);
const authority = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
const toBeSigned = randomBytes(450);

async function one() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  publicKey.export({ type: 'spki', format: 'der' });
  createSign('sha256').update(toBeSigned).sign(authority.privateKey);
  const secret = await derive(randomBytes(16), randomBytes(16), iterations, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', secret, randomBytes(16));
  return Buffer.concat([cipher.update(privateKey.export({ type: 'pkcs8', format: 'der' })), cipher.final()]);
}

let left = count;
await Promise.all(
  Array.from({ length: 4 }, async () => {
    while (left-- > 0) await one();
  }),
);
