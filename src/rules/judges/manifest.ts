import { createHash } from 'node:crypto';
import { type Bundle, textOf } from '../../setup/bundle.js';
import { finding } from '../index.js';
import type { Finding } from '../types.js';

const MANIFEST = 'manifest.json';

/** Compares every file of a bundle with its manifest: SHA-256 and mode, nothing missing, nothing added. */
export function judgeManifest(bundle: Bundle): Finding[] {
  let listed: Map<string, ManifestEntry>;
  try {
    listed = readManifest(textOf(bundle, MANIFEST) ?? '');
  } catch {
    return [finding('manifest-mismatch', `${bundle.id}: ${MANIFEST}`, { detail: 'it is missing or unreadable' })];
  }
  const names = new Set([...listed.keys(), ...bundle.files.keys()]);
  names.delete(MANIFEST);
  return [...names].flatMap((name) => {
    const difference = differenceOf(bundle, name, listed.get(name));
    return difference === undefined
      ? []
      : [finding('manifest-mismatch', `${bundle.id}: ${name}`, { detail: difference })];
  });
}

interface ManifestEntry {
  readonly sha256: string;
  /** Octal text or a number. */
  readonly mode?: string | number;
}

/** A list of files with a `path`, or an object with the path as key. */
function readManifest(text: string): Map<string, ManifestEntry> {
  const { files } = JSON.parse(text) as { files: (ManifestEntry & { path: string })[] };
  return new Map(files.map((entry) => [entry.path, entry]));
}

function differenceOf(bundle: Bundle, name: string, entry: ManifestEntry | undefined): string | undefined {
  const file = bundle.files.get(name);
  if (!entry) return 'the manifest does not list it';
  if (!file) return 'it is missing';
  if (createHash('sha256').update(file.content).digest('hex') !== entry.sha256) return 'its content changed';
  const mode = typeof entry.mode === 'string' ? Number.parseInt(entry.mode, 8) : entry.mode;
  return mode === undefined || mode === file.mode ? undefined : 'its mode changed';
}
