import * as z from 'zod';
import { type Change, type Impact, leaves } from '../plan/change.ts';
import { changes, type Plan } from '../plan/plan.ts';
import { type UnitState, unitAt } from '../plan/unit.ts';
import { unitName } from './arguments.ts';
import { defineModule } from './module.ts';

const args = z.strictObject({
  name: unitName.describe('Name of the unit; without a kind it is a service'),
  state: z.enum(['started', 'stopped', 'restarted', 'reloaded']).optional().describe('What it does now'),
  enabled: z.boolean().optional().describe('Whether it starts with the host'),
  masked: z.boolean().optional().describe('Whether nothing can start it'),
});
type Wanted = z.output<typeof args>;

export const service = defineModule({
  name: 'service',
  summary: 'A systemd unit: whether it runs and whether it starts with the host',
  description: 'restarted and reloaded always act: they belong into handlers.',
  example: 'service: { name: dnsmasq, state: started, enabled: true }',
  args,
  prepare: (wanted, { complain }) => {
    const { masked, state, enabled } = wanted;
    if (masked && (enabled || (state !== undefined && state !== 'stopped'))) {
      const detail = 'A masked unit can neither start nor be enabled.';
      complain({
        code: 'service-masked',
        summary: 'Arguments of service do not fit',
        detail,
        at: ['masked'],
      });
    }
    return wanted;
  },
  observe: ({ name }) => ({ unit: unitAt(name) }),
  plan: (wanted, { unit }): Plan => {
    const failure = impossible(wanted, unit);
    return failure === undefined ? changes(...actions(wanted, unit)) : { changes: [], failure };
  },
});

/** Why systemd would refuse, or do nothing and report success. */
function impossible({ name, state, enabled, masked }: Wanted, unit: UnitState): string | undefined {
  const acts = enabled || (state !== undefined && state !== 'stopped');
  if (!acts) return undefined;
  if (unit.load === 'masked') {
    return masked === false ? undefined : `${name} is masked on this host; masked: false unmasks it.`;
  }
  if (unit.load === 'not-found') return `This host has no unit ${name}.`;
  if (unit.load !== 'loaded') return `systemd cannot load ${name}: ${unit.load}.`;
  if (enabled && unit.fixed)
    return `${name} has no [Install] section: other units start it, nothing enables it.`;
  return undefined;
}

function actions({ name, state, enabled, masked }: Wanted, unit: UnitState): Change[] {
  const found: Change[] = [];
  let next = unit;
  const act = (verb: string, left: Partial<UnitState> | 'unknown', before: string, after: string) => {
    if (left !== 'unknown') next = { ...next, ...left };
    found.push({
      what: `unit ${name}`,
      before,
      after,
      impact: SERVICE,
      steps: [{ do: 'run', argv: ['systemctl', verb, '--', name] }],
      ...(left === 'unknown' ? { leaves: [], opaque: true } : { leaves: [leaves(unitAt(name), next)] }),
    });
  };
  // A mask hides whether the unit was enabled and what it is: that shows when it is gone.
  if (masked === false && unit.load === 'masked') act('unmask', 'unknown', 'masked', 'not masked');
  if (enabled === true && !unit.enabled) act('enable', { enabled }, 'disabled', 'enabled');
  if (enabled === false && unit.enabled) act('disable', { enabled }, 'enabled', 'disabled');
  if (state === 'started' && !unit.active) act('start', { active: true }, 'stopped', 'started');
  if (state === 'stopped' && unit.active) act('stop', { active: false }, 'started', 'stopped');
  if (masked === true && unit.load !== 'masked')
    act('mask', { load: 'masked', enabled: false, fixed: false }, 'not masked', 'masked');
  if (state === 'restarted') act('restart', 'unknown', running(unit), 'restarted');
  // systemctl refuses to reload what does not run.
  if (state === 'reloaded')
    act(unit.active ? 'reload' : 'start', 'unknown', running(unit), unit.active ? 'reloaded' : 'started');
  return found;
}

function running({ active }: UnitState): string {
  return active ? 'started' : 'stopped';
}

const SERVICE: Impact = { disruption: 'service' };
