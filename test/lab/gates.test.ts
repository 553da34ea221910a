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
