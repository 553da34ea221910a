import * as z from 'zod';
import {
  hasOldLists,
  type Manager,
  managerOf,
  newerPackage,
  type PackageOrder,
  type PackageState,
  packageAt,
  packageSteps,
  refreshStep,
} from '../host/packages.ts';
import { type Impact, NO_IMPACT, predict } from '../plan/change.ts';
import { changes, type Plan } from '../plan/plan.ts';
import type { Probes } from '../plan/probe.ts';
import { defineModule } from './module.ts';

const packageName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9+._-]*(:[a-z0-9]+)?$/, 'the name of a package, without a version');

export const packageModule = defineModule({
  name: 'package',
  summary: 'Install or remove packages of the distribution, with apt or dnf',
  description: [
    'The installed packages are read without network access. latest compares with the package lists on the host.',
    'The content of a package cannot be predicted: a dry run marks later tasks as unverified.',
  ].join('\n'),
  example: 'package: { name: [dnsmasq, tcpdump], state: present }',
  aliases: { pkg: 'name', package: 'name', 'update-cache': 'update_cache' },
  advice: {
    upgrade: 'Write a command: apt-get -y upgrade, with DEBIAN_FRONTEND=noninteractive in environment.',
    autoremove: 'Write a command: apt-get -y autoremove.',
    deb: 'Copy the file, then write a command: dpkg -i PATH.',
    policy_rc_d: 'Keep the unit from starting by a task of service with masked: true before.',
  },
  args: z.strictObject({
    name: z
      .union([packageName.transform((name) => [name]), z.array(packageName)])
      .default([])
      .describe('A package, or a list of them'),
    state: z
      .enum(['present', 'installed', 'absent', 'removed', 'latest'])
      .default('present')
      .describe('Whether they are installed; latest also updates them'),
    update_cache: z
      .boolean()
      .default(false)
      .describe('Update the package lists before anything is installed; without a name always'),
    cache_valid_time: z
      .int()
      .min(0)
      .default(0)
      .describe('Seconds for which package lists of apt are new enough not to be updated'),
    install_recommends: z.boolean().default(true).describe('Whether apt installs what is only recommended'),
    purge: z.boolean().default(false).describe('With state: absent, apt also removes the configuration'),
    lock_timeout: z.int().optional().describe('Has no effect: another apt is waited for up to two minutes'),
    use: z.string().optional().describe('Has no effect: the host has one package manager'),
    force_apt_get: z.boolean().optional().describe('Has no effect: it is apt-get anyway'),
    nobest: z.boolean().optional().describe('Has no effect: dnf takes the newest version that it can'),
    allowerasing: z.boolean().optional().describe('Has no effect: nothing is removed for another package'),
  }),
  prepare: (desired, { report }) => {
    if (desired.name.length === 0 && !desired.update_cache && desired.cache_valid_time === 0)
      report({
        code: 'package-name',
        summary: 'No package has a name',
        detail: 'Only update_cache needs none.',
      });
    return desired;
  },
  resource: ({ name }) => `package ${name.join(', ')}`,
  observe: ({ name, state, cache_valid_time: age }): Probes => ({
    ...(name.length === 0 && { manager: managerOf }),
    ...(age > 0 && { isOld: hasOldLists(age) }),
    ...Object.fromEntries(name.map((one) => [`is ${one}`, packageAt(one)])),
    ...(state === 'latest' && Object.fromEntries(name.map((one) => [`newer ${one}`, newerPackage(one)]))),
  }),
  plan: (desired, current): Plan => {
    const { name: names, state } = desired;
    const update = (desired.update_cache || desired.cache_valid_time > 0) && current.isOld !== false;
    const of = (one: string) => current[`is ${one}`] as PackageState;
    const manager =
      names.map((one) => of(one).manager).find((found) => found !== undefined) ??
      (current.manager as Manager | undefined);
    if (!manager) return { changes: [], failure: 'This host has neither apt-get nor dnf.' };
    if (names.length === 0) return update ? fetching(manager) : changes();
    if (state === 'absent' || state === 'removed') {
      const there = names.filter((one) => of(one).installed);
      return acting(manager, { verb: 'remove', names: there, options: desired.purge ? PURGE : [] });
    }
    const missing = names.filter((one) => !of(one).installed);
    const old = names.filter((one) => of(one).installed && current[`newer ${one}`] === true);
    const options = desired.install_recommends ? [] : NO_RECOMMENDS;
    return acting(manager, { verb: 'install', names: [...missing, ...old], update, options });
  },
});

const PURGE = ['--purge'];
const NO_RECOMMENDS = ['--no-install-recommends'];

/** The lists alone, which change by themselves. */
function fetching(manager: Manager): Plan {
  return changes({
    action: 'run',
    proof: 'opaque',
    what: 'package lists',
    before: null,
    after: 'fetched',
    impact: NO_IMPACT,
    steps: [refreshStep(manager)],
    predictions: [],
  });
}

const SERVICE: Impact = { disruption: 'service' };

function acting(manager: Manager, order: PackageOrder): Plan {
  const { verb, names } = order;
  const [before, after] = verb === 'install' ? [null, 'newest version'] : ['installed', null];
  const installed = verb === 'install';
  const [first] = names;
  if (first === undefined) return changes();
  return changes({
    action: installed ? 'create' : 'delete',
    proof: 'opaque',
    what: `package ${names.join(', ')}`,
    before,
    after,
    impact: SERVICE,
    steps: packageSteps(manager, order),
    predictions: names.flatMap((name) => [
      predict(packageAt(name), { manager, installed }),
      ...(installed ? [predict(newerPackage(name), false)] : []),
    ]),
  });
}
