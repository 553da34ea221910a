import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placed, placesIn, playFacts } from '../../src/audit/plays.ts';
import { loadInventory } from '../../src/inventory/load.ts';
import { MODULES } from '../../src/modules/index.ts';
import { loadPlaybook } from '../../src/playbook/read/load.ts';
import { resolvePlays } from '../../src/playbook/resolve/resolve.ts';
import { project } from '../commands/project.ts';
import { said } from '../report/audit/planted-report.ts';

const SITE = `
- name: Site
  hosts: all
  serial: 1
  tasks:
    - network: { name: lab, ip: { address: 10.0.0.1/24 } }
    - name: Bridge
      bridge: { name: br0, interfaces: [eno1] }
    - guest_interface: { guest: web1, mac: 52:54:00:00:00:01, network: lab }
`;

function plays() {
  const folder = project({ hosts: 'hv01\nhv02\n', 'site.yaml': SITE });
  const { playbook } = loadPlaybook(join(folder, 'site.yaml'), MODULES);
  const { inventory } = loadInventory([join(folder, 'hosts')]);
  return resolvePlays([playbook], {
    tags: [],
    skipTags: [],
    extraVars: {},
    templateFolders: [join(import.meta.dirname, '../../templates')],
    inventory,
  }).plays;
}

describe('a finding leads to the task that describes its object', () => {
  const lineOf = (object: string, host = 'hv01') =>
    placed({ ...said('lab'), object, host }, placesIn(plays())).place?.line;

  it.each([
    ['network lab', 6],
    ['bridge br0', 7],
    ['guest web1', 9],
    ['play Site', 6],
    ['network other', undefined],
  ])('%s to line %s', (object, line) => expect(lineOf(object)).toBe(line));

  it('on the hosts of the play only', () => expect(lineOf('network lab', 'hv09')).toBe(undefined));
});

it('policies see a play: its hosts, its tasks once, and how it goes through its hosts', () => {
  expect(plays().map(playFacts)).toEqual([
    {
      name: 'Site',
      hosts: ['hv01', 'hv02'],
      tasks: [
        { name: 'network', module: 'network' },
        { name: 'Bridge', module: 'bridge' },
        { name: 'guest_interface', module: 'guest_interface' },
      ],
      ...{ largest_batch: 1, in_waves: false, has_gates: false, rolls_back: false },
    },
  ]);
});
