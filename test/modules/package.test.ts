import { expect, it } from 'vitest';
import { hasOldLists, managerOf, newerPackage, packageAt } from '../../src/host/packages.ts';
import { packageModule } from '../../src/modules/package.ts';
import { argvs, ask, trial } from './trial.ts';

const here = { manager: 'apt', installed: true } as const;
const gone = { manager: 'apt', installed: false } as const;
const words = (steps: Parameters<typeof argvs>[0]) =>
  argvs(steps).map((argv) =>
    argv.slice(argv.findIndex((word) => /^(install|remove|update|makecache)$/.test(word))),
  );

it('installs what is missing in one call, and then finds it', () => {
  const made = trial(packageModule, { name: ['a', 'b', 'c'] }, { 'is a': here, 'is b': gone, 'is c': gone });
  expect(words(made.steps)).toEqual([['install', '--', 'b', 'c']]);
  expect(made.differences).toEqual(['package b, c: null → newest version']);
  expect(made.plan.changes).toMatchObject([{ proof: 'opaque', impact: { disruption: 'service' } }]);
  expect(made.afterwards().changes).toEqual([]);
});

it('fetches the lists only when something is to be installed', () => {
  const args = { name: 'a', update_cache: true };
  expect(words(trial(packageModule, args, { 'is a': gone }).steps)).toEqual([
    ['update'],
    ['install', '--', 'a'],
  ]);
  expect(trial(packageModule, args, { 'is a': here }).steps).toEqual([]);
});

it('updates what is old, and only when the newest is wanted', () => {
  const current = {
    'is a': here,
    'newer a': true,
    'is b': here,
    'newer b': false,
    'is c': gone,
    'newer c': false,
  };
  const made = trial(packageModule, { name: ['a', 'b', 'c'], state: 'latest' }, current);
  expect(words(made.steps)).toEqual([['install', '--', 'c', 'a']]);
  expect(made.afterwards().changes).toEqual([]);
  expect(trial(packageModule, { name: 'a' }, { 'is a': here }).steps).toEqual([]);
});

it('removes what is there', () => {
  const made = trial(packageModule, { name: ['a', 'b'], state: 'absent' }, { 'is a': here, 'is b': gone });
  expect(words(made.steps)).toEqual([['remove', '--', 'a']]);
  expect(made.afterwards().changes).toEqual([]);
});

it('works with dnf, and fails where there is neither', () => {
  const current = { 'is a': { manager: 'dnf', installed: false } as const };
  const { steps } = trial(packageModule, { name: 'a', update_cache: true }, current);
  expect(argvs(steps)).toEqual([
    ['dnf', '-q', '-y', 'makecache', '--refresh'],
    ['dnf', '-q', '-y', 'install', '--', 'a'],
  ]);
  expect(trial(packageModule, { name: 'a' }, { 'is a': { installed: false } }).plan.failure).toBe(
    'This host has neither apt-get nor dnf.',
  );
});

it('reads what is installed on this machine', () => {
  expect(ask(packageAt('dpkg'))).toEqual(here);
  // Provided by mawk or gawk.
  expect(ask(packageAt('awk'))).toEqual(here);
  expect(ask(packageAt('no-such-package'))).toEqual(gone);
  expect(ask(newerPackage('no-such-package'))).toBe(false);
});

it.each(['a=1.0', '-y', 'a b', './a.deb', ''])('refuses the name %j', (name) => {
  expect(packageModule.args.safeParse({ name }).success).toBe(false);
});

it('fetches the lists alone where no package is named, unless they are new enough', () => {
  const lists = (more: object, current: Record<string, unknown>) => trial(packageModule, more, current).steps;
  expect(words(lists({ update_cache: true }, { manager: 'apt' }))).toEqual([['update']]);
  expect(lists({ update_cache: true, cache_valid_time: 3600 }, { manager: 'apt', isOld: false })).toEqual([]);
  expect(words(lists({ cache_valid_time: 3600 }, { manager: 'dnf', isOld: true }))).toEqual([
    ['makecache', '--refresh'],
  ]);
  const fresh = { 'is a': gone, isOld: false };
  expect(words(lists({ name: 'a', update_cache: true, cache_valid_time: 3600 }, fresh))).toEqual([
    ['install', '--', 'a'],
  ]);
  expect(trial(packageModule, {}, { manager: 'apt' }).complaints).toEqual(['']);
});

it('hands on to apt what else is to come or go', () => {
  const lean = trial(packageModule, { name: 'a', install_recommends: false }, { 'is a': gone });
  expect(words(lean.steps)).toEqual([['install', '--no-install-recommends', '--', 'a']]);
  const purged = trial(packageModule, { name: 'a', state: 'absent', purge: true }, { 'is a': here });
  expect(words(purged.steps)).toEqual([['remove', '--purge', '--', 'a']]);
});

it('asks this machine for its package manager, and how old its lists are', () => {
  expect(ask(managerOf)).toBe('apt');
  expect(ask(hasOldLists(2 ** 31))).toBe(false);
  expect(ask(hasOldLists(-1))).toBe(true);
});
