import { hiddenTexts } from '../../../hidden-texts.ts';
import { countOf, textOf } from '../filters/arguments.ts';
import { operation } from '../filters/operation.ts';
import { truthOf } from '../values/operators.ts';
import { strOf } from '../values/text.ts';
import { ValueFault } from '../values/value.ts';
import { shaCrypt } from './sha-crypt.ts';

/** What Ansible calls them, and the rounds that it takes where none are given: `utils/encrypt.py` of 2.14. */
const KINDS: Readonly<Record<string, { kind: 'sha256_crypt' | 'sha512_crypt'; rounds: number }>> = {
  sha256: { kind: 'sha256_crypt', rounds: 535_000 },
  sha256_crypt: { kind: 'sha256_crypt', rounds: 535_000 },
  sha512: { kind: 'sha512_crypt', rounds: 656_000 },
  sha512_crypt: { kind: 'sha512_crypt', rounds: 656_000 },
};

/** More than that takes longer than a person waits. */
const MOST_ROUNDS = 5_000_000;

/** A hash takes a second, and each task asks for it more than once. */
const known = new Map<string, string>();

/** `password | password_hash('sha512', salt, rounds=…)`. No output has what comes out. */
export const passwordHash = operation(
  'hashtype salt salt_size rounds ident',
  (password: unknown, [type, salt, , rounds]) => {
    const name = strOf(type ?? 'sha512');
    const found = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
    if (!found)
      throw new ValueFault(
        `there is no hash ${name}`,
        'There are sha512 and sha256, which every Linux reads.',
      );
    if (salt === undefined || salt === null || !truthOf(salt)) throw unsalted(name);
    const given = rounds !== undefined && rounds !== null && truthOf(rounds);
    const hash = hashed(
      found.kind,
      textOf(password, 'a password'),
      saltOf(salt),
      given ? countOf(rounds) : found.rounds,
    );
    hiddenTexts.hide(hash);
    return hash;
  },
);

function hashed(
  kind: 'sha256_crypt' | 'sha512_crypt',
  password: string,
  salt: string,
  rounds: number,
): string {
  if (rounds < 1000 || rounds > MOST_ROUNDS)
    throw new ValueFault(`the rounds are between 1000 and ${MOST_ROUNDS}, not ${rounds}`);
  if (password.includes('\0')) throw new ValueFault('a password has no NUL character');
  const key = JSON.stringify([kind, password, salt, rounds]);
  const hash = known.get(key) ?? shaCrypt(kind, password, salt, rounds);
  known.set(key, hash);
  return hash;
}

function saltOf(value: unknown): string {
  const salt = textOf(value, 'a salt as text');
  if (/^[./0-9A-Za-z]{1,16}$/.test(salt)) return salt;
  throw new ValueFault('a salt has 1 to 16 letters, digits, dots and slashes');
}

/** Ansible makes one up each time: what a dry run shows is not what a run writes, and each run changes it again. */
function unsalted(name: string): ValueFault {
  return new ValueFault(
    'without a salt the hash comes out differently with each run, and each run would change it again',
    `Give a salt that stays, as Ansible's documentation does: password_hash('${name}', 65534 | random(seed=inventory_hostname) | string). Better keep one as a variable that ansible-vault encrypts.`,
  );
}
