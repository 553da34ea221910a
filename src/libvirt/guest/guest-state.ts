import { type Answer, family, type Probe, ProbeError } from '../../plan/probe.ts';
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

/** The guests of a host, by name. */
export const guestStates = family<GuestState>('guest');

/** A guest of the host, both its definitions, by name. */
export function guestAt(name: string): Probe<GuestState> {
  const domain = ['--domain', name];
  return guestStates.of(name, {
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
  });
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

/** A definition as its author writes it. Throws ProbeError for what is none. */
export function readDefinition(xml: string): { name: string; definition: GuestDefinition } {
  const domain = domainElement(xml);
  const memory = child(domain, 'memory');
  const unit = memory?.getAttribute('unit') || 'KiB';
  const kibibytes = Math.ceil((Number(memory?.textContent ?? 0) * (BYTES[unit] ?? 1024)) / 1024);
  return {
    name: child(domain, 'name')?.textContent ?? '',
    definition: { ...definitionIn(domain), memory: kibibytes },
  };
}

/** Source: libvirt's "Domain XML format", scaled integers. */
const BYTES: Readonly<Record<string, number>> = {
  ...{ b: 1, bytes: 1, KB: 1000, k: 1024, KiB: 1024, MB: 1000 ** 2, M: 1024 ** 2, MiB: 1024 ** 2 },
  ...{ GB: 1000 ** 3, G: 1024 ** 3, GiB: 1024 ** 3, TB: 1000 ** 4, T: 1024 ** 4, TiB: 1024 ** 4 },
};

function definitionOf({ stdout }: Answer): GuestDefinition {
  return definitionIn(domainElement(stdout.toString()));
}

function definitionIn(domain: ReturnType<typeof domainElement>): GuestDefinition {
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
