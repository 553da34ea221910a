import { type Answer, type Probe, ProbeError } from '../../plan/probe.ts';
import { child, children, domainElement } from '../observe/domain.ts';
import { type Nic, readNic } from './nic.ts';

/** What a host has of one guest. */
export type GuestState =
  | { exists: false }
  | {
      exists: true;
      /** Absent only in a prediction: libvirt makes it up. */
      uuid?: string;
      state: 'running' | 'paused' | 'shut off';
      /** Whether it starts with the host. */
      autostart: boolean;
      /** The definition that the next start takes; absent for a transient guest. */
      persistent?: GuestDefinition;
      /** The definition that runs; absent while it is shut off. */
      live?: GuestDefinition;
    };

export interface GuestDefinition {
  /** KiB; what it has at most, which a balloon may make less. */
  memory: number;
  /** Of those that are switched on, and at most. */
  vcpus: number;
  maximumVcpus: number;
  interfaces: readonly Nic[];
}

/** A guest of the host, both its definitions, by name. */
export function guestAt(name: string): Probe<GuestState> {
  const domain = ['--domain', name];
  return {
    key: `guest ${name}`,
    ask: {
      kind: 'virsh',
      commands: [
        ['domstate', ...domain],
        ['dumpxml', ...domain, '--inactive'],
        ['dumpxml', ...domain],
        // dominfo has both, but also the run time of the guest, which differs each time.
        ['list', '--all', '--autostart', '--name'],
        ['list', '--all', '--transient', '--name'],
      ],
    },
    parse: (answers) => parseGuest(name, answers),
  };
}

function parseGuest(name: string, [state, inactive, current, autostart, transient]: readonly Answer[]) {
  if (!state || !inactive || !current || !autostart || !transient)
    throw new ProbeError('virsh gave no answer');
  if (current.stdout.toString().trim() === '') return absent(current);
  const domain = domainElement(current.stdout.toString());
  const live = domain.hasAttribute('id') ? definitionOf(current) : undefined;
  const lists = ({ stdout }: Answer) => stdout.toString().split('\n').includes(name);
  const word = state.stdout.toString().trim();
  return {
    exists: true,
    uuid: child(domain, 'uuid')?.textContent ?? '',
    state: live ? (word === 'paused' ? 'paused' : 'running') : 'shut off',
    autostart: lists(autostart),
    ...(!lists(transient) && { persistent: definitionOf(inactive) }),
    ...(live && { live }),
  } satisfies GuestState;
}

/** In a batch, virsh(1) has no exit status per command: its message on stderr says whether the guest is missing. */
function absent({ stderr }: Answer): GuestState {
  const said = stderr.toString().trim();
  if (/failed to get domain|Domain not found/.test(said) && !/connect/.test(said)) return { exists: false };
  throw new ProbeError(said || 'libvirt gave no answer');
}

function definitionOf({ stdout }: Answer): GuestDefinition {
  const domain = domainElement(stdout.toString());
  const devices = child(domain, 'devices');
  const vcpu = child(domain, 'vcpu');
  const maximumVcpus = Number(vcpu?.textContent ?? 1);
  return {
    // libvirt always prints KiB.
    memory: Number(child(domain, 'memory')?.textContent ?? 0),
    vcpus: Number(vcpu?.getAttribute('current') || maximumVcpus),
    maximumVcpus,
    interfaces: devices ? children(devices, 'interface').map(readNic) : [],
  };
}
