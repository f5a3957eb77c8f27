import { mkdir } from 'node:fs/promises';
import { run } from '../judges.js';

/** Public certificates and keys that nobody here made. They come from a package registry when the test runs. */
export interface Collection {
  readonly name: string;
  /**
   * Gets it, and answers the folder it is in.
   *
   * @throws Error when a tool is missing or the registry does not answer
   */
  readonly fetch: (to: string) => Promise<string>;
}

const goModule = (path: string, version: string): Collection => ({
  name: path,
  fetch: async () => JSON.parse(await run(['go', 'mod', 'download', '-json', `${path}@${version}`])).Dir,
});

const pythonPackage = (name: string, version: string): Collection => ({
  name,
  fetch: async (to) => {
    await mkdir(to, { recursive: true });
    const wheel = `${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`;
    await run(['python3', '-m', 'pip', '--quiet', 'download', '--no-deps', '--dest', to, `${name}==${version}`]);
    await run(['python3', '-m', 'zipfile', '--extract', `${to}/${wheel}`, to]);
    return to;
  },
});

/** x509-limbo would be one of them, but no registry has it. cfssl 1.6.5 is the last that Go 1.26 unpacks. */
export const COLLECTIONS: readonly Collection[] = [
  goModule('github.com/zmap/zlint/v3', 'v3.7.3'),
  goModule('github.com/cloudflare/cfssl', 'v1.6.5'),
  pythonPackage('cryptography-vectors', '50.0.2'),
];
