// What the cores must do for N RSA keys of 2048 bits, and nothing else.
import { generateKeyPair } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);
let left = Number(process.argv[2]);
await Promise.all(
  Array.from({ length: Math.min(availableParallelism() + 1, 4) }, async () => {
    while (left-- > 0) await generate('rsa', { modulusLength: 2048 });
  }),
);
