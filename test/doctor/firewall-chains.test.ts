import { expect, it } from 'vitest';
import { diagnose } from '../../src/doctor/diagnosis.ts';
import { healthy, kernelOf, LAB, networksOf, OFF } from './healthy.ts';

const TEXT =
  'internal error: Failed to run firewall command iptables -w --table filter --insert LIBVIRT_INP: No chain/target/match by that name.';

it('chains that are gone keep a network from starting, and nothing else that libvirt says of it counts then', () => {
  const { firewall, journal } = healthy();
  const said = (text: string) => ({ by: 'libvirtd', time: journal.now - 5, text });
  const found = (chains: typeof firewall.chains) =>
    diagnose(
      'hv01',
      healthy({
        networks: networksOf(LAB, false),
        kernel: kernelOf({ virbr0: undefined, vnet0: OFF }),
        firewall: { ...firewall, chains },
        journal: { ...journal, lines: [said(TEXT), said("error destroying network device 'virbr0'")] },
      }),
      { name: 'lab' },
    ).findings.map(({ id, fix }) => [id, fix?.kind]);
  expect(found([])).toContainEqual(['firewall-chains-lost', 'network']);
  expect(found([]).map(([id]) => id)).not.toContain('libvirt-said');
  expect(found('unknown').map(([id]) => id)).toContain('firewall-refused');
});
