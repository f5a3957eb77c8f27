import { CertlabError } from '../errors.js';
import { shown } from './shown.js';

/** Where answers are read from that are not on the command line. */
export interface Sources {
  readFile(path: string): Promise<Buffer>;
  readStdin(): Promise<Buffer>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** What the system calls a failure, in words. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by you',
  EPERM: 'may not be read by you',
  EISDIR: 'is a folder',
  ENOTDIR: 'leads through something that is no folder',
  ELOOP: 'is a symbolic link to itself',
  ENAMETOOLONG: 'is too long a path',
  EFBIG: 'is larger than any such file needs to be',
};

/** Reads the files that flags name; `-` is stdin, which can be read once. */
export class Inputs {
  readonly #sources: Sources;
  #stdinReader: string | undefined;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  environment(variable: string): string | undefined {
    return this.#sources.environment[variable];
  }

  /**
   * @param flag who asks, for messages
   * @throws CertlabError ERR_READ when the file cannot be read, ERR_USAGE when stdin was read already
   */
  async read(flag: string, path: string): Promise<Buffer> {
    try {
      return path === '-' ? await this.#readStdin(flag) : await this.#sources.readFile(path);
    } catch (error) {
      if (error instanceof CertlabError) throw error;
      const { code = 'unknown error' } = error as NodeJS.ErrnoException;
      throw new CertlabError(
        {
          code: 'ERR_READ',
          message: `--${flag} ${shown(path)} ${REASONS[code] ?? `cannot be read (${code})`}`,
          hint: 'name a file that you can read, or - for stdin',
        },
        { cause: error },
      );
    }
  }

  async #readStdin(flag: string): Promise<Buffer> {
    if (this.#stdinReader !== undefined) {
      throw new CertlabError({
        code: 'ERR_USAGE',
        message: `--${flag} and --${this.#stdinReader} cannot both read stdin`,
        hint: 'put one of them into a file',
      });
    }
    this.#stdinReader = flag;
    return this.#sources.readStdin();
  }
}
