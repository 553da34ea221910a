import { describe, expect, test } from 'vitest';
import { canonical } from '../../src/libvirt/compare/canonical.ts';
import { compareNetworks } from '../../src/libvirt/compare/compare.ts';
import { laidOver, mergeNetwork } from '../../src/libvirt/compare/merge.ts';
import { parseDump } from '../../src/libvirt/format/dump.ts';
import { serializeNetwork } from '../../src/libvirt/format/serialize.ts';
import { networkSchema } from '../../src/libvirt/format/yaml-schema.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import { checkNetwork } from '../../src/libvirt/rules/check-network.ts';
import { empties } from '../libvirt/empties.ts';
import { BASES } from '../libvirt/empty-bases.ts';
import { lab } from './lab.ts';
import { hostOf } from './one-of-each.ts';
import { LIBVIRT_OF, RELEASES } from './releases.ts';

/** Cuts its input at lines of `%%`, defines each part and prints what is stored, parted in the same way. */
const DEFINE = `
cd "$(mktemp -d)" || exit
awk 'BEGIN { part = 1 } /^%%$/ { part++; next } { print > sprintf("%d.xml", part) }'
part=1
while [ -e $part.xml ]; do
  virsh -q net-define $part.xml >/dev/null 2>said && virsh -q net-dumpxml --inactive empty || cat said
  echo %%
  part=$((part + 1))
done
virsh -q net-undefine empty >/dev/null
rm -rf "$PWD"`;

describe.each(RELEASES)('%s', (release) => {
  const version = LIBVIRT_OF[release];
  test('stores empty values as foreseen, and then nothing differs', async () => {
    const tried = Object.entries(BASES).flatMap(([mode, base]) =>
      empties().flatMap(({ title, elements }) => {
        const desired = networkSchema.parse({ name: base.name, ...elements }) as Network;
        const current = canonical(base);
        const findings = checkNetwork(laidOver(desired, current), { version });
        const isRefused = findings.some(({ severity }) => severity === 'error');
        return isRefused
          ? []
          : [{ title: `${title}, ${mode}`, desired, after: mergeNetwork(desired, current) }];
      }),
    );
    expect(tried.length).toBeGreaterThan(100);
    const stdin = tried.map(({ after }) => serializeNetwork(after)).join('%%\n');
    const { stdout } = await lab.onHost(hostOf(release), DEFINE, { stdin });
    const stored = stdout.split('%%\n').slice(0, -1);
    expect(stored).toHaveLength(tried.length);
    const surprises = tried.flatMap(({ title, desired, after }, index) => {
      const xml = stored[index] ?? '';
      if (!xml.startsWith('<network')) return [`${title}: ${xml}`];
      const { connections: _, ...found } = parseDump(xml);
      const left = compareNetworks(desired, found).filter(({ kind }) => kind !== 'unmanaged');
      const isForeseen = serializeNetwork(found) === serializeNetwork(after);
      return [
        ...(isForeseen ? [] : [`${title}: ${xml} is not ${serializeNetwork(after)}`]),
        ...left.map(({ what }) => `${title}: ${what} still differs`),
      ];
    });
    expect(surprises).toEqual([]);
  });
});
