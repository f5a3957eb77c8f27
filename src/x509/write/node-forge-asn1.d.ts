/** The DER layer of node-forge alone: a fifth of the time the whole package takes to load. */
declare module 'node-forge/lib/asn1.js' {
  import { type asn1 as Asn1Layer } from 'node-forge';

  interface DecodeOptions {
    strict: boolean;
    parseAllBytes: boolean;
    decodeBitStrings: boolean;
  }
  const asn1: typeof Asn1Layer & { fromDer(bytes: string, options: DecodeOptions): Asn1Layer.Asn1 };
  namespace asn1 {
    export type Asn1 = Asn1Layer.Asn1;
  }
  export default asn1;
}
