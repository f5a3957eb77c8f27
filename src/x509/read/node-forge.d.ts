/** The parts of node-forge that decrypt RC2, which OpenSSL 3 keeps in a provider that Node does not load. */
declare module 'node-forge/lib/rc2.js' {
  import type { util } from 'node-forge';

  const rc2: {
    /** @param bits effective bits of the key */
    createDecryptionCipher(
      key: string,
      bits: number,
    ): {
      start(iv: string): void;
      update(input: util.ByteStringBuffer): void;
      finish(): boolean;
      readonly output: util.ByteStringBuffer;
    };
  };
  export default rc2;
}

declare module 'node-forge/lib/util.js' {
  import type { util } from 'node-forge';

  const all: typeof util;
  export default all;
}
