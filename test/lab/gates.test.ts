import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseDump } from '../../src/libvirt/format/dump.ts';
import { serializeNetwork } from '../../src/libvirt/format/serialize.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import { OPTIONS } from '../../src/versions/dnsmasq.ts';
import { ABILITIES, type Ability, ELEMENTS } from '../../src/versions/libvirt.ts';
import { isAtLeast, versionOf } from '../../src/versions/version.ts';
import type { Elements } from './changes/change.ts';
import { TRIES, WITH } from './gates/libvirt.ts';
import { lab } from './lab.ts';
import { hostOf } from './one-of-each.ts';
import { LIBVIRT_OF, RELEASES } from './releases.ts';
import { must } from './restart-host.ts';
import { virtfleet } from './virtfleet.ts';

const NAME = 'gate';
const xmlOf = (elements: Elements) => serializeNetwork({ name: NAME, ...elements } as Network);
const DEFINE =
  'file=$(mktemp) && cat >"$file"; virsh net-define $2 "$file"; status=$?; rm "$file"; exit $status';

describe.each(RELEASES)('%s', (release) => {
  const host = hostOf(release);
  const isNew = (since: (typeof ELEMENTS)[string]) => isAtLeast(LIBVIRT_OF[release], since);
  const define = (elements: Elements, options = '') =>
    lab.onHost(host, DEFINE, { args: [NAME, options], stdin: xmlOf(elements) });

  afterEach(async () => {
    await lab.onHost(host, 'virsh net-destroy "$1"; virsh net-undefine "$1"', { args: [NAME] });
  });

  it.each(Object.keys(ELEMENTS))('libvirt keeps %s from the version on that is told', async (path) => {
    const elements = WITH[path] ?? {};
    expect(xmlOf(elements)).toContain(path.split('.').at(-1));
    expect(await define(elements)).toMatchObject({ code: 0 });
    const stored = parseDump(await must(host, `virsh net-dumpxml --inactive ${NAME}`));
    const kept = path.split('.').reduce<unknown>((model, name) => valueIn(model, name), stored);
    expect(kept !== undefined).toBe(isNew(ELEMENTS[path] ?? [0, 0, 0]));
  });

  it.each(Object.keys(ABILITIES) as Ability[])(
    'libvirt can do %s from the version on that is told',
    async (ability) => {
      const { network, options, running } = TRIES[ability];
      const defined = await define(network, options);
      if (running !== undefined) expect(defined.code).toBe(0);
      const script = `virsh net-start "$1" >/dev/null && { ${running}; }`;
      const { code } = running === undefined ? defined : await lab.onHost(host, script, { args: [NAME] });
      expect(code === 0).toBe(isNew(ABILITIES[ability]));
    },
  );

  it('drift tells of an mtu that libvirt has not set at boot, and guests have it after a run', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'virtfleet-gates-'));
    const playbook = join(folder, 'play.yaml');
    const bridge = { name: 'vfgate' };
    const network = { name: NAME, bridge, ip: { address: '10.70.0.1/24' }, mtu: { size: 1400 } };
    writeFileSync(playbook, JSON.stringify([{ hosts: [host], tasks: [{ network }] }]));
    const words = [playbook, '-i', lab.paths.inventory, '--history', join(folder, 'history.db')];
    try {
      expect(await virtfleet('run', ...words)).toMatchObject({ code: 0 });
      await must(host, `virsh net-destroy ${NAME} && virsh net-start ${NAME}`);
      const code = isNew(ABILITIES['MTU of a bridge']) ? 0 : 3;
      expect(await virtfleet('drift', ...words)).toMatchObject({ code });
      expect(await virtfleet('run', ...words)).toMatchObject({ code: 0 });
      await lab.addGuest(host, { name: NAME, networks: [NAME] });
      expect(await must(host, 'cat /sys/class/net/vfgate/mtu /sys/class/net/vfgate/lower_*/mtu')).toBe(
        '1400\n1400\n',
      );
      expect(await virtfleet('drift', ...words)).toMatchObject({ code: 0 });
    } finally {
      await lab.onHost(host, `virsh destroy ${NAME}; virsh undefine ${NAME}`);
      rmSync(folder, { recursive: true });
    }
  });

  it('dnsmasq has its options from the versions on that are told', async () => {
    const said = await must(host, 'dnsmasq --version; dnsmasq --help');
    const version = versionOf(/^Dnsmasq version (\S+)/.exec(said)?.[1] ?? '');
    const known = Object.keys(OPTIONS).filter((option) => new RegExp(`--${option}\\b(?!-)`).test(said));
    const told = Object.entries(OPTIONS).filter(([, since]) => isAtLeast(version, since));
    expect(told.length).toBeGreaterThan(10);
    expect(known).toEqual(told.map(([option]) => option));
  });
});

function valueIn(model: unknown, name: string): unknown {
  const one = Array.isArray(model) ? model[0] : model;
  return (one as Readonly<Record<string, unknown>> | undefined)?.[name];
}
