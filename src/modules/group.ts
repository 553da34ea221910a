import * as z from 'zod';
import { groupAt, numberOf } from '../host/accounts.ts';
import { accountPlan, loginProbes } from '../management/login-account.ts';
import { type Change, NO_IMPACT, predict } from '../plan/change.ts';
import { accountNumber, owner } from './arguments.ts';
import { defineModule } from './module.ts';

const args = z.strictObject({
  name: owner.describe('Name of the group'),
  state: z.enum(['present', 'absent']).default('present').describe('Whether there is such a group'),
  gid: accountNumber.optional().describe('Its number; if absent, any'),
  system: z.boolean().default(false).describe('Whether a new group gets a number of the system'),
});
type Desired = z.output<typeof args>;

export const group = defineModule({
  name: 'group',
  selfContained: true,
  summary: 'Keep a group of users, or none of its name',
  example: 'group: { name: libvirt, state: present }',
  args,
  resource: ({ name }) => `group ${name}`,
  observe: ({ name, gid }) => ({
    exists: groupAt(name),
    ...loginProbes,
    ...(gid !== undefined && { number: numberOf('group', name) }),
  }),
  plan: (desired, { exists, number, session, login }) => {
    const { name, state, gid, system } = desired;
    const result = { name, state, ...(gid !== undefined && { gid }), system };
    const found = planned(desired, exists, number ?? null);
    return { ...accountPlan(found, ({ groups }) => groups.includes(name), { session, login }), result };
  },
});

function planned({ name, state, gid, system }: Desired, exists: boolean, number: number | null): Change[] {
  if (state === 'absent') return exists ? [change('delete', name, ['groupdel', name], null)] : [];
  if (exists && (gid === undefined || gid === number)) return [];
  const numbered = gid === undefined ? [] : ['-g', String(gid)];
  if (exists)
    return [{ ...change('update', name, ['groupmod', ...numbered, name], gid), before: String(number) }];
  return [change('create', name, ['groupadd', ...(system ? ['-r'] : []), ...numbered, name], gid)];
}

function change(
  action: 'create' | 'update' | 'delete',
  name: string,
  argv: readonly string[],
  gid: number | null | undefined,
): Change {
  const there = action !== 'delete';
  return {
    action,
    proof: 'observed',
    what: `group ${name}`,
    before: there ? null : 'present',
    after: there ? String(gid ?? 'present') : null,
    impact: NO_IMPACT,
    steps: [{ do: 'run', argv }],
    predictions: [
      predict(groupAt(name), there),
      ...(gid === undefined ? [] : [predict(numberOf('group', name), gid)]),
    ],
    // Who is in it is another question.
    sideEffects: true,
  };
}
