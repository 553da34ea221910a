import { fileChange } from '../host/file-change.ts';
import { type FileState, fileAt } from '../host/files.ts';
import { type UnitState, unitAt } from '../host/unit.ts';
import { type Change, NO_IMPACT, predict } from '../plan/change.ts';

/** Where the configuration of instances lies. */
export const FOLDER = '/etc/virtfleet/dnsmasq';

/** Where their leases lie, unless the task says otherwise. */
export const STATE_FOLDER = '/var/lib/virtfleet/dnsmasq';

const PATH = '/etc/systemd/system/virtfleet-dnsmasq@.service';

/** Forking: dnsmasq goes to the background once it serves, so that systemd learns whether it came up. */
const UNIT = `# Written by virtfleet: changes made here are found and undone.
[Unit]
Description=dnsmasq of %i
Documentation=man:dnsmasq(8)
After=network.target

[Service]
Type=forking
PIDFile=/run/virtfleet-dnsmasq-%i.pid
StateDirectory=virtfleet/dnsmasq
ExecStart=/usr/sbin/dnsmasq --conf-file=${FOLDER}/%i.conf --pid-file=/run/virtfleet-dnsmasq-%i.pid --user=dnsmasq
ExecReload=/bin/kill -HUP $MAINPID
Restart=on-failure

[Install]
WantedBy=multi-user.target
`;

/** The unit of which every instance is one. */
export const unitFile = fileAt(PATH);

export function unitOf(instance: string): string {
  return `virtfleet-dnsmasq@${instance}.service`;
}

/** What makes systemd know the instances. */
export function unitFileChanges(current: FileState, unit: string, state: UnitState): Change[] {
  const known: UnitState = { ...state, load: 'loaded' };
  const reload = { do: 'run', argv: ['systemctl', 'daemon-reload'] } as const;
  const desired = { path: PATH, content: UNIT, mode: '0644' };
  return fileChange(desired, current, { after: [reload], impact: NO_IMPACT }).map((change) => ({
    ...change,
    predictions: [...change.predictions, predict(unitAt(unit), known)],
  }));
}
