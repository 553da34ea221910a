import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quote } from '../src/plan/quote.ts';
import type { Lab } from '../test/lab/lab.ts';
import { onAll } from './by-hand.ts';
import { resetHosts } from './fleet.ts';
import type { Sample } from './measure.ts';
import { program } from './program.ts';
import type { Taken } from './report.ts';

/** DHCP hosts of the network, how many of them a change moves, and how many of them the plain script makes. */
const LEASES = 5000;
const CHANGED = 100;
const SAMPLE = 100;

/** libvirt writes the firewall of a nat network anew for each reservation of one that runs; an open one has none. */
const MODES = ['nat', 'open'] as const;
type Mode = (typeof MODES)[number];

const PLAIN = 'net-update each';

/**
 * A network of thousands of reservations on every host is made, and then some are given other addresses, against a
 * script that calls `virsh net-update` for each. Of those that are made it makes a part only, the cheapest, since each
 * costs libvirt more the more there are; its time is multiplied.
 */
export async function* measureLeases(
  lab: Lab,
  runs: number,
  take: (name: string, argv: readonly string[]) => Promise<Sample>,
  log: (line: string) => void,
): AsyncGenerator<Taken> {
  const taken = async (phase: string, tool: string, argv: readonly string[], times = 1): Promise<Taken> => {
    const { wall, cpu, memory } = await take(tool, argv);
    log(`${phase}, ${tool}: ${wall.toFixed(2)} s${times > 1 ? `, to be taken ${times} times` : ''}`);
    return { phase, tool, wall: wall * times, cpu: cpu * times, memory };
  };
  const path = join(lab.paths.state, 'leases.yaml');
  try {
    for (const mode of Array.from({ length: runs }, () => MODES).flat()) {
      const [made, moved] = [`${mode}, ${LEASES} leases made`, `${mode}, ${CHANGED} of them changed`];
      await resetHosts(lab);
      await Promise.all(lab.hosts().map(({ name }) => lab.onHost(name, bare(mode))));
      yield await taken(made, `${PLAIN} (${SAMPLE}, ×${LEASES / SAMPLE})`, plain(lab, 0), LEASES / SAMPLE);
      await resetHosts(lab);
      yield await taken(made, 'virtfleet', virtfleet(lab, path, mode, 0));
      yield await taken(moved, 'virtfleet', virtfleet(lab, path, mode, 1));
      yield await taken(moved, PLAIN, plain(lab, 2));
    }
    await resetHosts(lab);
  } finally {
    rmSync(path, { force: true });
  }
}

/** The reservation of a guest: at its own address, or from the first turn on behind those of all. */
function reservation(guest: number, turn: number) {
  const [index, place] = [FIRST + guest, FIRST + guest + (turn > 0 ? LEASES + turn * CHANGED : 0)];
  const [high, low] = [index >> 8, index & 255].map((byte) => byte.toString(16).padStart(2, '0'));
  return { mac: `52:54:00:40:${high}:${low}`, name: `vm${guest}`, ip: `10.40.${place >> 8}.${place & 255}` };
}

const FIRST = 256;
const ADDRESS = '10.40.255.1';

function virtfleet(lab: Lab, path: string, mode: Mode, turn: number): string[] {
  const host = Array.from({ length: LEASES }, (_, guest) => reservation(guest, guest < CHANGED ? turn : 0));
  const ip = { address: `${ADDRESS}/16`, dhcp: { host } };
  const network = { name: 'leases', forward: { mode }, bridge: { name: 'leases' }, ip };
  writeFileSync(path, JSON.stringify([{ hosts: 'all', tasks: [{ network }] }]));
  return ['node', program, 'run', path, '-i', lab.paths.inventory];
}

/** The network without a reservation, for the plain script to begin with. */
const bare = (mode: Mode) => `virsh net-define /dev/stdin <<'XML' && virsh net-start leases
<network>
  <name>leases</name><forward mode='${mode}'/><bridge name='leases'/><ip address='${ADDRESS}' prefix='16'/>
</network>
XML`;

/** One ssh to each host, and there one virsh for each reservation. */
function plain(lab: Lab, turn: number): string[] {
  const updates = Array.from({ length: turn > 0 ? CHANGED : SAMPLE }, (_, guest) => {
    const { mac, name, ip } = reservation(guest, turn);
    const what = [
      turn > 0 ? 'modify' : 'add-last',
      'ip-dhcp-host',
      `<host mac='${mac}' name='${name}' ip='${ip}'/>`,
    ];
    return quote(['virsh', '-q', 'net-update', 'leases', ...what, '--live', '--config']);
  });
  return onAll(lab, ` ${quote([updates.join(' && ')])}`);
}
