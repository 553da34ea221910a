import type { HostDnsmasq } from '../../src/dnsmasq/host-dnsmasq.ts';
import type { Refusal } from '../../src/dnsmasq/tested.ts';
import type { FileState } from '../../src/host/files.ts';
import type { HostLinks } from '../../src/host/host-links.ts';
import type { UnitState } from '../../src/host/unit.ts';
import { dnsmasq } from '../../src/modules/dnsmasq.ts';
import { trial } from './trial.ts';

export const UNIT = 'virtfleet-dnsmasq@guests.service';
export const FOLDER = '/etc/virtfleet/dnsmasq';
export const nothing: FileState = { kind: 'absent' };
export const unknown: UnitState = { load: 'not-found', active: false, enabled: false, fixed: false };
export const running: UnitState = { load: 'loaded', active: true, enabled: true, fixed: false };
export const ARGS = {
  name: 'guests',
  interface: ['br0'],
  'dhcp-range': [{ start: '10.0.0.100', end: '10.0.0.150' }],
  'dhcp-host': [{ mac: '52:54:00:00:00:01', ip: '10.0.0.21' }],
  'host-record': [{ name: 'gw.lab', ip: '10.0.0.1' }],
};

export function on(args: object, current: object = {}) {
  return trial(dnsmasq, { ...ARGS, ...args }, { ...bare, ...current });
}

const bare = {
  conf: nothing,
  dhcpHosts: nothing,
  addnHosts: nothing,
  unitFile: nothing,
  cutOff: false,
  unit: unknown,
  host: { program: true, files: {}, instances: {} } as HostDnsmasq,
  links: { links: ['br0', 'br1', 'lo'], routes: [] } as HostLinks,
  tested: null as Refusal | null,
  distribution: unknown,
  networks: [],
  ports: [],
};

/** The host as the first run of ARGS leaves it. */
export function installed(args: object = {}) {
  const files = on(args).plan.changes.flatMap(({ predictions }) => predictions);
  const at = (path: string) => files.find(({ probe }) => probe.key === `file ${path}`)?.value;
  return {
    conf: at(`${FOLDER}/guests.conf`),
    dhcpHosts: at(`${FOLDER}/guests.dhcp-hosts`),
    addnHosts: at(`${FOLDER}/guests.hosts`),
    unitFile: at('/etc/systemd/system/virtfleet-dnsmasq@.service'),
    unit: running,
  };
}

/** Labels and words of the steps, in order. */
export function done({ steps }: ReturnType<typeof on>): string[] {
  return steps.map((step) => {
    if (step.do === 'script') return step.label;
    if (step.do === 'run') return step.label ?? step.argv.join(' ');
    return 'path' in step ? `${step.do} ${step.path}` : step.do;
  });
}
