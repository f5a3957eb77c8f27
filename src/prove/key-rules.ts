import { brokenKeyRules as brokenFor } from '../check/judging/keys.js';
import { keyInBlock } from '../x509/read/key.js';
import { blocksIn } from '../x509/read/pem.js';
import type { BundleRule } from './findings.js';

/** Who may read a key of a bundle: what both read is little enough to demand it of every key. */
const PROGRAMS = ['elastic-agent', 'elasticsearch'] as const;

/** The rules that the private keys of a PEM text break by their encryption; none for a key that is not encrypted. */
export const brokenKeyRules = (pem: string): BundleRule[] =>
  blocksIn(pem).flatMap((block) => {
    const key = keyInBlock(block);
    if (block.label === 'ENCRYPTED PRIVATE KEY' && !key?.encryption) return ['key-encryption-unsupported'];
    return key ? [...new Set(PROGRAMS.flatMap((program) => brokenFor(key, { program })))] : [];
  });
