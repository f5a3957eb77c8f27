/** zip-stream comes without types: what is used of it. */
declare module 'zip-stream' {
  import { Transform } from 'node:stream';

  interface Entry {
    /** Forward slashes; a trailing one makes a folder. */
    readonly name: string;
    readonly date: Date;
    /** Permission bits. */
    readonly mode: number;
  }
  export default class ZipStream extends Transform {
    /** `store`: entries are not deflated. */
    constructor(options: { store: boolean });
    entry(content: Buffer | '', entry: Entry, done: (error: Error | null) => void): this;
    finalize(): void;
  }
}
