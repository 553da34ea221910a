import type { Groups } from './groups.ts';

/** `hosts` of a play for exactly these hosts: the name of a group, a group but for some, or their names. */
export function hostPattern(
  users: ReadonlySet<string>,
  { hosts, members }: Groups,
  asked: string,
): string | string[] {
  const isSame = (others: ReadonlySet<string>) =>
    others.size === users.size && [...users].every((one) => others.has(one));
  if (isSame(new Set(hosts)) && (members.has(asked) || users.has(asked))) return asked;
  const exact = [...members].find(([, own]) => isSame(own));
  if (exact && users.size > 1) return exact[0];
  const names = hosts.filter((host) => users.has(host));
  if (names.length < 2) return names[0] ?? '';
  const nearly = [...members].find(
    ([, own]) => [...users].every((one) => own.has(one)) && own.size - users.size <= 2,
  );
  if (nearly && users.size > 3)
    return [nearly[0], ...[...nearly[1]].filter((host) => !users.has(host)).map((host) => `!${host}`)].join(
      ':',
    );
  return names;
}
