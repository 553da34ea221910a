import * as z from 'zod';
import {
  needsReload,
  newUnit,
  type Scope,
  systemctl,
  type UnitState,
  unitAt,
  unitFiles,
  unitStep,
} from '../host/unit.ts';
import { withNetworkCopy } from '../management/network-copy.ts';
import { unitTouch } from '../management/network-unit.ts';
import { guarded, selfImpact } from '../management/self-path.ts';
import { sessionPath } from '../management/session-path.ts';
import { type Action, type Change, type Impact, NO_IMPACT, predict } from '../plan/change.ts';
import { changes, type Plan, type Rollback } from '../plan/plan.ts';
import { unitName } from './arguments.ts';
import { defineModule } from './module.ts';

const args = z.strictObject({
  name: unitName.optional().describe('Name of the unit; without a suffix it is a service'),
  state: z.enum(['started', 'stopped', 'restarted', 'reloaded']).optional().describe('What the unit does'),
  enabled: z.boolean().optional().describe('Whether it starts with the host'),
  masked: z.boolean().optional().describe('Whether it is masked: nothing can start it'),
  daemon_reload: z.boolean().default(false).describe('Reload systemd first if a unit file has changed'),
  scope: z.enum(['system', 'user']).default('system').describe('Unit of the host or of the login user'),
});
type Desired = z.output<typeof args>;
/** What is to be done with a unit. */
type Named = Desired & { name: string };

export const service = defineModule({
  name: 'service',
  summary: 'Start, stop, enable or mask a systemd unit',
  description: [
    'restarted and reloaded always act: use them in handlers. If a unit file is newer than what systemd has loaded,',
    'systemd reloads it before its unit changes. A dry run knows a unit whose file an earlier task copies to',
    '/etc, /lib or /usr/lib. If it comes from elsewhere, write daemon_reload: true. A unit by which you reach the host',
    '(sshd, systemd-networkd, the firewall, …) changes under a guard.',
  ].join('\n'),
  example: 'service: { name: dnsmasq, state: started, enabled: true }',
  args,
  prepare: (desired, { report }) => {
    const { masked, state, enabled, name, daemon_reload } = desired;
    if (name === undefined && !(daemon_reload && [masked, state, enabled].every((one) => one === undefined)))
      report({
        code: 'service-name',
        summary: 'A unit has no name',
        detail: 'Only daemon_reload needs none.',
      });
    if (masked && (enabled || (state !== undefined && state !== 'stopped'))) {
      const detail = 'A masked unit can neither start nor be enabled.';
      report({
        code: 'service-masked',
        summary: 'Arguments of service do not fit',
        detail,
        at: ['masked'],
      });
    }
    return desired;
  },
  resource: ({ name }) => `unit ${name}`,
  observe: ({ name, scope, daemon_reload }) => ({
    ...(name !== undefined && { unit: unitAt(name, scope), ...unitFiles(name, scope) }),
    ...(daemon_reload && { stale: needsReload(scope) }),
    ...(name !== undefined &&
      scope === 'system' &&
      unitTouch(name) !== undefined && { session: sessionPath }),
  }),
  plan: ({ name, ...desired }, { unit, stale, etc, lib, usr, session }): Plan => {
    const file = [etc, lib, usr].find((one) => one?.kind === 'file' || one?.kind === 'link');
    const isNew = unit?.load === 'not-found' && (desired.daemon_reload || file !== undefined);
    const reload = desired.daemon_reload && (stale || isNew) ? [daemonReload(desired.scope)] : [];
    if (name === undefined || !unit) return changes(...reload);
    const named = { ...desired, name };
    const known = isNew ? newUnit(file) : unit;
    const failure = impossible(named, known);
    if (failure !== undefined) return { changes: [], failure };
    const self = session && selfImpact({ unknown: unitTouch(name) }, { session });
    const acts = actions(named, known).map((change) => guarded(change, self));
    return {
      changes: [...reload, ...acts],
      rollback: () => (session ? withNetworkCopy(rollbackOf(named, known)) : rollbackOf(named, known)),
    };
  },
});

/** Restores the unit as it is. A service that read other files meanwhile reads them again once they are restored. */
function rollbackOf({ name, state, enabled, masked, scope }: Named, unit: UnitState): Rollback {
  const isMasked = unit.load === 'masked';
  const enabling =
    enabled !== undefined && enabled !== unit.enabled ? [unit.enabled ? 'enable' : 'disable'] : [];
  const unmasking = masked && !isMasked ? ['unmask'] : [];
  const masking = masked === false && isMasked ? ['mask'] : [];
  const again = state === 'reloaded' ? 'reload' : 'restart';
  const running = state === undefined ? [] : [unit.active ? (state === 'stopped' ? 'start' : again) : 'stop'];
  const steps = (verbs: readonly string[]) => verbs.map((verb) => unitStep(scope, verb, name));
  const stored = [...unmasking, ...enabling];
  return { steps: steps([...stored, ...running, ...masking]), boot: steps([...stored, ...masking]) };
}

function daemonReload(scope: Scope): Change {
  return {
    action: 'run',
    proof: 'opaque',
    what: 'unit files',
    before: 'as systemd has loaded them',
    after: 'reloaded',
    impact: NO_IMPACT,
    steps: [{ do: 'run', argv: systemctl(scope, 'daemon-reload') }],
    predictions: [predict(needsReload(scope), false)],
  };
}

/** Why systemd would refuse, or do nothing and report success. */
function impossible({ name, state, enabled, masked }: Named, unit: UnitState): string | undefined {
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

function actions({ name, state, enabled, masked, scope }: Named, unit: UnitState): Change[] {
  const found: Change[] = [];
  let next = unit;
  const act = (
    verb: keyof typeof ACTIONS,
    left: Partial<UnitState> | 'unknown',
    before: string,
    after: string,
  ) => {
    if (left !== 'unknown') next = { ...next, ...left };
    found.push({
      action: ACTIONS[verb],
      proof: left === 'unknown' ? 'opaque' : 'observed',
      what: `unit ${name}`,
      subject: `unit ${name} ${ASPECTS[verb]}`,
      copies: ['unit'],
      before,
      after,
      impact: SERVICE,
      steps: [unitStep(scope, verb, name)],
      predictions: left === 'unknown' ? [] : [predict(unitAt(name, scope), next)],
      // A daemon, a mount or a socket that comes or goes changes what can be read.
      ...(left !== 'unknown' && left.active !== undefined && { sideEffects: true }),
    });
  };
  // A mask hides whether the unit is enabled and what it is: that shows when it is gone.
  const isHidden = masked === false && unit.load === 'masked';
  if (isHidden) act('unmask', 'unknown', 'masked', 'not masked');
  if (enabled === true && !unit.enabled) act('enable', { enabled }, 'disabled', 'enabled');
  if (enabled === false && (unit.enabled || isHidden)) act('disable', { enabled }, 'enabled', 'disabled');
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

/** What the words of systemctl do. */
const ACTIONS = {
  enable: 'update',
  disable: 'update',
  mask: 'update',
  unmask: 'update',
  start: 'start',
  stop: 'stop',
  restart: 'restart',
  reload: 'run',
} as const satisfies Record<string, Action>;

/** What a verb is about, so that a stop and a start are about the same. */
const ASPECTS = {
  enable: 'enabled',
  disable: 'enabled',
  mask: 'masked',
  unmask: 'masked',
  start: 'active',
  stop: 'active',
  restart: 'active',
  reload: 'active',
} as const satisfies Record<keyof typeof ACTIONS, string>;

function running({ active }: UnitState): string {
  return active ? 'started' : 'stopped';
}

const SERVICE: Impact = { disruption: 'service' };
