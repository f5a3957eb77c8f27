import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { issueAuthorities } from '../../src/issue/issue.js';
import { authority, plan } from './plan.js';

describe('the authorities of a plan', () => {
  it('are made in the order of the plan, each with its own key and its usage', async () => {
    const progress: [number, number][] = [];
    const authorities = await issueAuthorities(plan([]), {}, { onProgress: (...seen) => progress.push(seen) });
    expect([...authorities.keys()]).toEqual(['fleet-ca', 'agent-ca', 'es-ca']);
    expect(progress).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    const keys = [...authorities.values()].map((made) => {
      const certificate = new X509Certificate(made.certificate);
      expect(certificate.raw).toEqual(made.der);
      expect(certificate.ca).toBe(true);
      expect(certificate.checkPrivateKey(createPrivateKey(made.key))).toBe(true);
      expect(certificate.verify(certificate.publicKey)).toBe(true);
      expect(made.issuer.extendedKeyUsage).toEqual(made.plan.extendedKeyUsage);
      return made.key;
    });
    expect(new Set(keys).size).toBe(3);
  });

  it('are encrypted under a passphrase each when it is generated', async () => {
    const planned = plan([], [authority('fleet-ca', 'generate'), authority('es-ca', 'generate')]);
    const made = [...(await issueAuthorities(planned, {})).values()];
    for (const { key, generatedPassphrase: passphrase } of made) {
      expect(createPrivateKey({ key, passphrase: passphrase! }).type).toBe('private');
    }
    expect(made[0]!.generatedPassphrase).not.toBe(made[1]!.generatedPassphrase);
  });

  it('are encrypted under the passphrase that was given, which is not handed on', async () => {
    const planned = plan([], [authority('fleet-ca', 'given')]);
    const made = (await issueAuthorities(planned, { caKeyPassphrase: 'given one' })).get('fleet-ca')!;
    expect(createPrivateKey({ key: made.key, passphrase: 'given one' }).type).toBe('private');
    expect(made).not.toHaveProperty('generatedPassphrase');
  });

  it('are not made without the passphrase that should be given', async () => {
    const planned = plan([], [authority('fleet-ca', 'given')]);
    await expect(issueAuthorities(planned, {})).rejects.toMatchObject({
      code: 'ERR_MISSING_ANSWER',
      message: 'the passphrase for fleet-ca-key is missing',
    });
  });

  it('are not made after a cancellation', async () => {
    const work = issueAuthorities(plan([]), {}, { signal: AbortSignal.abort() });
    await expect(work).rejects.toMatchObject({ code: 'ERR_CANCELLED' });
  });
});
