import { expect, it } from 'vitest';
import { NETWORK_TEXTS } from '../../src/snapshot/secret-patterns.ts';
import { SecretTexts } from '../../src/snapshot/secret-texts.ts';

const secrets = new SecretTexts(Buffer.alloc(32, 1));

// In time that grows with the square of the length each of these takes an hour.
it.each(['\n', ' ', '\t', 'key = \n', 'password =', '"', '-----BEGIN A PRIVATE KEY-----'])(
  'a megabyte of %j is searched for secrets in no time',
  (unit) => {
    const text = unit.repeat(Math.ceil(2 ** 20 / unit.length));
    expect(secrets.whole(secrets.without(text, NETWORK_TEXTS), () => [text])).toHaveLength(text.length);
  },
);

it('a key behind and before many blanks is found', () => {
  const blanks = ' '.repeat(2 ** 16);
  const kept = secrets.without(`-----BEGIN A PRIVATE KEY-----\n${blanks}abc\n-----END`);
  expect(JSON.stringify(kept)).not.toContain('abc');
  expect(JSON.stringify(secrets.without(`password =${blanks}hidden`))).not.toContain('hidden');
});
