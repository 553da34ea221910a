import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { type Place, ProblemError } from '../../problem.ts';
import { didYouMean } from '../../template/suggest.ts';
import type { Around } from './reading.ts';
import { kindOf, namesIn } from './source-files.ts';

/** Where roles are looked for, and where collections are. */
export interface RoleFolders {
  roles: readonly string[];
  collections: readonly string[];
  /** For names that are paths. */
  base: string;
}

/** Source: `_load_role_path` in `playbook/role/definition.py` of Ansible 2.14, and its DEFAULT_ROLES_PATH. */
export function roleFolders(
  playFolder: string,
  { inherited: { role } }: Around,
  rolesPath: readonly string[] | undefined,
): RoleFolders {
  const home = homedir();
  const shared = [join(home, '.ansible'), '/usr/share/ansible', '/etc/ansible'];
  return {
    roles: [
      join(playFolder, 'roles'),
      ...(rolesPath ?? shared.map((folder) => join(folder, 'roles'))),
      ...(role ? [dirname(role.path)] : []),
      playFolder,
    ],
    collections: [join(playFolder, 'collections'), ...shared.map((folder) => join(folder, 'collections'))],
    base: playFolder,
  };
}

/** The folder of a role. Throws ProblemError. */
export function findRole(name: string, folders: RoleFolders, place: Place): string {
  const found = candidates(name, folders).find((path) => kindOf(path) === 'folder');
  if (found !== undefined) return found;
  const { roles } = folders;
  throw new ProblemError([
    {
      code: 'missing-role',
      summary: 'A role is not there',
      detail: `There is no role ${name} in ${roles.join(' nor ')}.`,
      place,
      ...didYouMean(name, roles.slice(0, -1).flatMap(namesIn)),
    },
  ]);
}

function candidates(name: string, { roles, collections, base }: RoleFolders): string[] {
  if (isAbsolute(name)) return [name];
  const [namespace = '', collection = '', role = '', more] = name.split('.');
  const within = join('ansible_collections', namespace, collection, 'roles', role);
  const isFull = role !== '' && more === undefined;
  return [
    ...(isFull ? collections.map((folder) => join(folder, within)) : []),
    ...roles.map((folder) => join(folder, name)),
    ...(name.includes('/') ? [resolve(base, name)] : []),
  ];
}
