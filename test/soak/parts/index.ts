import { FILES } from './files.ts';
import { LINKS, LOCKOUT, lockout } from './links.ts';
import { NETWORKS } from './networks.ts';
import type { Part, Value } from './part.ts';

/** Which value each part of a host has, by name. */
export type Site = Readonly<Record<string, string>>;

/** In the order in which a playbook has them. */
export const PARTS: readonly Part[] = [...LINKS, ...NETWORKS, ...FILES];

/** Those that are there before there are guests. */
export const BEFORE_GUESTS: readonly Part[] = PARTS.filter(({ name }) => /^(br|n)\d$/.test(name));

/** What a host begins with. */
export const FIRST: Site = Object.fromEntries(PARTS.map(({ name, values }) => [name, values[0]?.name ?? '']));

/** Whether a part of this site may run, or not run, only until its host boots. */
export function isUntilBoot(site: Site, part: string): boolean {
  const value = site[part];
  return value !== undefined && valueNamed(part, value).untilBoot === true;
}

export function valueNamed(part: string, name: string): Value {
  if (name === LOCKOUT) return lockout;
  const found = PARTS.find((one) => one.name === part)?.values.find((one) => one.name === name);
  if (!found) throw new Error(`There is no ${part} "${name}".`);
  return found;
}
