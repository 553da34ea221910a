import { type Probe, ProbeError } from '../../plan/probe.ts';
import type { GuestState } from './guest-state.ts';

/** What libvirt says of a guest that runs or does not. */
export interface GuestInfo {
  name: string;
  /** In the words of community.libvirt.virt. */
  state: string;
  /** KiB: what it has, and at most. */
  memory: number;
  maximum: number;
  vcpus: number;
  /** Nanoseconds that it has run. */
  time: number;
  autostart: boolean;
}

/** Source: VIRT_STATE_NAME_MAP of community.libvirt. */
const STATES = ['running', 'running', 'running', 'paused', 'shutdown', 'shutdown', 'crashed'];

/** All guests as they are when a task runs, whatever tasks before it did. */
export const guestInfos: Probe<readonly GuestInfo[]> = {
  key: 'all guests with their numbers now',
  ask: {
    kind: 'virsh',
    commands: [
      ['domstats', '--raw', '--state', '--cpu-total', '--balloon', '--vcpu'],
      ['list', '--all', '--autostart', '--name'],
    ],
  },
  volatile: true,
  awaited: true,
  parse: ([stats, starting]) => {
    const failure = stats?.stderr.toString().trim();
    if (!stats || !starting || failure) throw new ProbeError(`cannot ask for the guests: ${failure}`);
    const autostart = starting.stdout.toString().split('\n');
    const parts = stats.stdout
      .toString()
      .split(/^Domain: /m)
      .slice(1);
    return parts.map((text) => infoOf(text, autostart));
  },
};

function infoOf(text: string, autostart: readonly string[]): GuestInfo {
  const [, name = ''] = /^'(.*)'$/m.exec(text) ?? [];
  const number = (key: string) => Number(new RegExp(`^ *${key}=(\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  const state = STATES[number('state\\.state')] ?? 'unknown';
  return {
    ...{ name, state, memory: number('balloon\\.current'), maximum: number('balloon\\.maximum') },
    vcpus: number('vcpu\\.current'),
    // Some libvirt say the time of their own then.
    time: state === 'shutdown' ? 0 : number('cpu\\.time'),
    autostart: autostart.includes(name),
  };
}

/** The same once a guest is as `after` says. */
export function infosAfter(all: readonly GuestInfo[], name: string, after: GuestState): readonly GuestInfo[] {
  const others = all.filter((one) => one.name !== name);
  if (!after.exists) return others;
  const before = all.find((one) => one.name === name);
  const { memory = 0, vcpus = 0 } = after.live ?? after.persistent ?? {};
  const { autostart } = after;
  const state = after.state === 'shut off' ? 'shutdown' : after.state;
  return [...others, { name, memory, time: before?.time ?? 0, maximum: memory, vcpus, state, autostart }];
}
