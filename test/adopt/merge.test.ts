import { expect, it } from 'vitest';
import { mergedPlaybook, mergedVariables } from '../../src/adopt/written/merge.ts';

const task = (name: string) => ({ name: `Network ${name}`, module: 'network', args: { name } }) as const;

const WRITTEN = `# Mine.
- name: Networks   # of all
  hosts: hypervisors
  tasks:
  - network:
      name: lab      # as ever
      mtu: 1400
  # the end
- hosts: [hv01,   hv02]
  tasks: []
`;

it('a playbook gets the tasks that it does not have, and keeps every other letter', () => {
  const plays = [
    { name: 'Networks', hosts: 'hypervisors', tasks: [task('lab'), task('lan')] },
    { name: 'Networks of hv03', hosts: 'hv03', tasks: [task('storage')] },
  ];
  const merged = mergedPlaybook(WRITTEN, plays, false);
  expect(merged).toBe(`# Mine.
- name: Networks   # of all
  hosts: hypervisors
  tasks:
  - network:
      name: lab      # as ever
      mtu: 1400

  - name: Network lan
    network:
      name: lan
  # the end
- hosts: [hv01,   hv02]
  tasks: []

- name: Networks of hv03
  hosts: hv03
  tasks:
    - name: Network storage
      network:
        name: storage
`);
  expect(mergedPlaybook(merged, plays, false)).toBe(merged);
});

it('variables come behind those that are there', () => {
  const all = [
    { of: 'Network lab', name: 'lab_mtu', value: 9000 },
    { of: 'Network lab', name: 'lab_domain', value: 'lab.example' },
  ];
  const text = 'lab_mtu: 1400   # not 9000\n';
  expect(mergedVariables(text, all)).toBe(`${text}\n# Network lab\nlab_domain: lab.example\n`);
  expect(mergedVariables('---\n', all.slice(1))).toBe('---\n\n# Network lab\nlab_domain: lab.example\n');
});
