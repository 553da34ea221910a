import { expect, it } from 'vitest';
import { dnsmasq } from '../../../src/modules/dnsmasq.ts';
import { MODULES } from '../../../src/modules/index.ts';
import { resolved } from '../project.ts';

const HAS = `it has ${Object.keys(dnsmasq.args.shape).length} others, which virtfleet modules dnsmasq lists`;

it('a module with many arguments does not list them all in a message', () => {
  const task = 'dnsmasq: { name: lan, interface: br0, dhcp: { start: 10.0.0.2 }, dhcprange: [] }';
  const { problems } = resolved(`- hosts: a\n  tasks: [{ ${task} }]\n`, { modules: MODULES });
  expect(problems.map(({ detail, hint }) => [detail, hint])).toEqual([
    [`\`dnsmasq\` has no argument \`dhcp\`; ${HAS}.`, undefined],
    [`\`dnsmasq\` has no argument \`dhcprange\`; ${HAS}.`, 'Did you mean `dhcp-range`?'],
  ]);
});
