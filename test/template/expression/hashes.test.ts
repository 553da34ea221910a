import { afterEach, expect, it } from 'vitest';
import { hiddenTexts } from '../../../src/hidden-texts.ts';
import { STARS } from '../../../src/plan/task-record.ts';
import { parseExpression } from '../../../src/template/expression/expression.ts';
import { FaultError } from '../../../src/template/fault.ts';

const of = (expression: string) => parseExpression(expression).evaluate({}, []);

function faultOf(expression: string) {
  try {
    of(expression);
  } catch (error) {
    if (error instanceof FaultError) return error.problems[0];
    throw error;
  }
  throw new Error('it has a value');
}

afterEach(() => hiddenTexts.clear());

it('a hash of a password is in no output', () => {
  const hash = String(of("'geheim' | password_hash('sha512', 'saltsalt', rounds=1000)"));
  expect(hash).toMatch(/^\$6\$rounds=1000\$saltsalt\$.{86}$/);
  expect(hiddenTexts.conceal(`root:${hash}:`)).toBe(`root:${STARS}:`);
});

it.each(['hash', 'md5', 'sha1', 'checksum', 'to_uuid'])(
  '%s of a secret is a secret, and of nothing else',
  (name) => {
    const plain = String(of(`'well known' | ${name}`));
    expect(hiddenTexts.conceal(plain)).toBe(plain);
    hiddenTexts.hide('geheim');
    const secret = String(of(`'so geheim' | ${name}`));
    expect(hiddenTexts.conceal(secret)).toBe(STARS);
  },
);

it.each(["password_hash('sha512')", 'password_hash', "password_hash('sha256', '')"])(
  'without a salt %s is refused, with a salt that stays as the way out',
  (call) => {
    const fault = faultOf(`'geheim' | ${call}`);
    expect(fault?.detail).toContain('each run would change it again');
    expect(fault?.hint).toContain('65534 | random(seed=inventory_hostname) | string');
  },
);

it.each([
  ["'x' | password_hash('bcrypt', 'a')", 'no hash bcrypt'],
  ["'x' | password_hash('sha512', 'a', rounds=5000001)", 'rounds are between'],
  ["'a\\u0000b' | password_hash('sha512', 'a', rounds=1000)", 'no NUL'],
])('%s is refused', (expression, why) => {
  expect(faultOf(expression)?.detail).toContain(why);
});

it('a query that repeats its data without end is refused, and so is one that nests without end', () => {
  const doubled = Array.from({ length: 40 }, () => '[@, @]').join(' | ');
  expect(faultOf(`[1] | json_query('${doubled}')`)?.detail).toContain('repeat its data too often');
  expect(faultOf(`[1] | json_query('${'('.repeat(4000)}')`)?.detail).toContain('json_query');
  expect(faultOf(`[1] | json_query('${'a'.repeat(6000)}')`)?.detail).toContain('at most');
});

it.each([
  ["'x' | unvault", '!vault'],
  ["'x' | ansible.builtin.vault", 'encrypt_string'],
  ["'x' | ansible.utils.to_xml", '.xml.j2'],
  ["'/x' is file", 'x.stat.isreg'],
  ["'/x' is directory", 'x.stat.isdir'],
  ["'x' | to_datetim", 'to_datetime'],
  ["'x' | ansible.utils.keep_key", 'keep_keys'],
])('%s says what to write instead', (expression, hint) => {
  expect(faultOf(expression)?.hint).toContain(hint);
});

it('now is one moment for a whole run', () => {
  const first = of("now(utc=true, fmt='%Y-%m-%d %H:%M:%S.%f')");
  expect(of("now(true).strftime('%Y-%m-%d %H:%M:%S.%f')")).toBe(first);
  expect(of("'%Y-%m-%d %H:%M:%S' | strftime(utc=true)")).toBe(String(first).slice(0, 19));
  expect(of('now(true)')).toBe(String(of('now(true) | string')));
});
