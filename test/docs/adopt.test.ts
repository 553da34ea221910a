import { expect, it } from 'vitest';
import { projectOf } from '../../src/adopt/project.ts';
import { groups, network, textOf } from '../adopt/fleet.ts';
import { blocks } from './documents.ts';

const HOSTS = ['hv01', 'hv02', 'hv03'];

const lab = (n: number) => `<network>
  <name>lab</name>
  <forward mode='nat'/>
  <bridge name='virbr10' stp='on' delay='0'/>
  <domain name='${n === 3 ? 'other' : 'lab'}.example'/>
  <ip address='10.20.${n}.1' prefix='24'>
    <dhcp><range start='10.20.${n}.100' end='10.20.${n}.199'/></dhcp>
  </ip>
</network>`;

it('the project that the page shows is what is written of three hosts', () => {
  const shown = blocks('text').filter(({ where, text }) => /adopt\.md/.test(where) && text.startsWith('==='));
  const inventory = 'hypervisors: { hosts: { hv01: , hv02: , hv03: } }';
  const resources = HOSTS.map((host, index) => network(host, lab(index + 1)));
  const project = projectOf(resources, groups(inventory, HOSTS), 'hypervisors');
  expect(shown.map(({ text }) => text)).toEqual([textOf(project)]);
});
