import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { yamlLines } from '../../src/elastic/yaml.js';
import { hostileText } from '../text/hostile.js';

describe('YAML lines', () => {
  it('are read back as what they were made from, whatever it holds', () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ depthSize: 'small' }, hostileText, fc.boolean(), tie('list'), tie('mapping')),
      list: fc.array(tie('any'), { minLength: 1, maxLength: 3 }),
      mapping: fc.dictionary(fc.stringMatching(/^[a-z_.]{1,8}x$/), tie('any'), { minKeys: 1, maxKeys: 3 }),
    })).mapping;
    fc.assert(
      fc.property(value, (mapping) => {
        expect(parse(yamlLines(mapping as never).join('\n'))).toEqual({ ...(mapping as object) });
      }),
    );
  });
});
