import * as z from 'zod';
import { type Manager, newerPackage, type PackageState, packageAt, packageSteps } from '../host/packages.ts';
import { type Impact, predict } from '../plan/change.ts';
import { changes, type Plan } from '../plan/plan.ts';
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
  aliases: { pkg: 'name' },
  args: z.strictObject({
    name: z
      .union([packageName.transform((name) => [name]), z.array(packageName).min(1, 'at least one package')])
      .describe('A package, or a list of them'),
    state: z
      .enum(['present', 'installed', 'absent', 'removed', 'latest'])
      .default('present')
      .describe('Whether they are installed; latest also updates them'),
    update_cache: z
      .boolean()
      .default(false)
      .describe('Update the package lists before anything is installed'),
  }),
  resource: ({ name }) => `package ${name.join(', ')}`,
  observe: ({ name, state }) => ({
    ...Object.fromEntries(name.map((one) => [`is ${one}`, packageAt(one)])),
    ...(state === 'latest' && Object.fromEntries(name.map((one) => [`newer ${one}`, newerPackage(one)]))),
  }),
  plan: ({ name: names, state, update_cache }, current): Plan => {
    const of = (one: string) => current[`is ${one}`] as PackageState;
    const manager = names.map((one) => of(one).manager).find((found) => found !== undefined);
    if (!manager) return { changes: [], failure: 'This host has neither apt-get nor dnf.' };
    if (state === 'absent' || state === 'removed')
      return acting(
        manager,
        'remove',
        names.filter((one) => of(one).installed),
        false,
      );
    const missing = names.filter((one) => !of(one).installed);
    const old = names.filter((one) => of(one).installed && current[`newer ${one}`] === true);
    return acting(manager, 'install', [...missing, ...old], update_cache);
  },
});

const SERVICE: Impact = { disruption: 'service' };

function acting(
  manager: Manager,
  verb: 'install' | 'remove',
  names: readonly string[],
  update: boolean,
): Plan {
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
    steps: packageSteps(manager, verb, names, update),
    predictions: names.flatMap((name) => [
      predict(packageAt(name), { manager, installed }),
      ...(installed ? [predict(newerPackage(name), false)] : []),
    ]),
  });
}
