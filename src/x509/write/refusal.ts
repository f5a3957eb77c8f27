import { CertlabError } from '../../errors.js';

/** An input this room does not encode, because RFC 5280 or a verifier in the field forbids it. */
export function refusal(message: string, hint?: string, cause?: unknown): CertlabError {
  return new CertlabError(
    { code: 'ERR_PKI', message, ...(hint !== undefined && { hint }) },
    cause === undefined ? {} : { cause },
  );
}
