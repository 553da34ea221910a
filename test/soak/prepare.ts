import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lab } from '../lab/lab.ts';
import { must } from '../lab/restart-host.ts';
import { virtfleet } from '../lab/virtfleet.ts';
import { SHIFT } from './faults.ts';
import { UNIT } from './parts/files.ts';
import { BEFORE_GUESTS, FIRST } from './parts/index.ts';
import { MACS } from './parts/networks.ts';
import type { HostFacts } from './parts/part.ts';
import { fileNames } from './residue.ts';
import { all, type Stage, siteFile, words, write } from './stage.ts';

/** `date` of whoever asks on the host, by a clock that may be wrong. */
const DATE = `#!/bin/sh
case "$* " in *-d*) exec /usr/bin/date "$@" ;; esac
read -r shift 2>/dev/null <${SHIFT} || exec /usr/bin/date "$@"
exec /usr/bin/date -d "@$(($(/usr/bin/date +%s) + shift))" "$@"
`;

/** A port for a bridge, also behind a reboot; a service; the clock. */
const PREPARE = `
cat >/usr/local/bin/date && chmod 755 /usr/local/bin/date
printf '[NetDev]\\nName=up1\\nKind=veth\\n[Peer]\\nName=far-up1\\n' >/etc/systemd/network/10-up1.netdev
printf '[Match]\\nName=far-up1\\n[Network]\\nLinkLocalAddressing=no\\n' >/etc/systemd/network/10-far-up1.network
printf '[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/${UNIT}.service
mkdir -p /etc/soak; systemctl daemon-reload; networkctl reload
timeout 60 sh -c 'until [ -e /sys/class/net/up1 ]; do sleep 0.2; done'`;

/** Brings hosts that were just installed to where a soak begins. */
export async function setStage(hosts: readonly HostFacts[] = lab.hosts()): Promise<Stage> {
  const stage: Stage = {
    folder: mkdtempSync(join(tmpdir(), 'virtfleet-soak-')),
    hosts,
    sites: new Map(hosts.map(({ name }) => [name, FIRST])),
    files: new Map(),
  };
  await all(stage, (host) => must(host, PREPARE, { stdin: DATE }));
  write(stage, stage.sites, BEFORE_GUESTS);
  await applied(stage);
  await all(stage, async (host) => {
    const networks = [
      { network: 'n1', mac: MACS.first },
      { network: 'n2', mac: MACS.second },
    ];
    // libvirt since 10.0 moves no other card to a network that trusts the filters of its guests.
    const model = 'virtio';
    await lab.addGuest(host, { name: 'g1', networks, model });
    await lab.addGuest(host, {
      ...{ name: 'g2', model },
      networks: [{ network: 'n1', mac: MACS.other }],
      bridges: ['br1'],
    });
  });
  write(stage);
  await applied(stage);
  stage.files = new Map(await all(stage, async (host) => [host, await fileNames(host)] as const));
  return stage;
}

async function applied(stage: Stage): Promise<void> {
  const { code, stdout, stderr } = await virtfleet('run', siteFile(stage), ...words(stage));
  if (code !== 0) throw new Error(`The hosts cannot be brought to where a soak begins:\n${stdout}${stderr}`);
}
