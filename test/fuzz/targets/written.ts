import { readPolicies } from '../../../src/audit/policies/policy-file.ts';
import { ansibleConfig } from '../../../src/commands/request/ansible-config.ts';
import { readSchedule } from '../../../src/commands/schedule/schedule-file.ts';
import { convertFile } from '../../../src/convert/convert-file.ts';
import { readWaivers } from '../../../src/drift/waiver-file.ts';
import { loadInventory } from '../../../src/inventory/load.ts';
import { loadPlaybook } from '../../../src/playbook/read/load.ts';
import type { Problem } from '../../../src/problem.ts';
import { formatProblems, formatWarnings } from '../../../src/report/problems.ts';
import { vaultKeys } from '../../../src/yaml/vault.ts';
import { readYaml } from '../../../src/yaml/yaml.ts';
import { blocks, fileOf, files, ROOT, texts } from '../corpus.ts';
import type { Target } from '../target.ts';

const HOW = { color: false, width: 80 };

function told(problems: readonly Problem[], warnings: readonly Problem[] = []): string {
  return formatProblems(problems, HOW) + formatWarnings(warnings, HOW);
}

/** All that is computed of an inventory when it is used. */
function inventory(name: string, corpus: readonly Buffer[]): Target {
  return {
    name: `inventory ${name}`,
    corpus,
    words: [
      'all:',
      'hosts:',
      'children:',
      'vars:',
      '[all:vars]',
      ':children]',
      'web[01:99]',
      'ansible_host=',
      '_meta',
    ],
    read(input) {
      const { inventory: found, problems, warnings } = loadInventory([fileOf(`hosts.${name}`, input)]);
      for (const host of found.hosts.values()) for (const _ of host.written());
      return told(problems, warnings);
    },
  };
}

const INI = `bare ansible_host=10.0.0.1 # one
[web]
hv[01:10] a=1 b="x y" c='[1, {"d": None}]'
[all:vars]
d={"e": (1, 2)}
[site:children]
web
`;

const listing = JSON.stringify({
  all: { children: ['web', 'db'], vars: { a: 1 } },
  web: { hosts: ['hv[01:03]', 'x'], vars: { port: 22, list: [1, { b: null }] } },
  db: ['y'],
  _meta: { hostvars: { x: { ansible_host: '10.0.0.1' }, y: {} } },
});

/** What a file of a name is read by, of which only problems are told. */
function file(
  name: string,
  corpus: readonly Buffer[],
  read: (path: string) => unknown,
  words?: string[],
): Target {
  return { name, corpus, ...(words && { words }), read: (input) => void read(fileOf(name, input)) };
}

const PLAYBOOKS = files(/\.ya?ml$/, 'playbooks', 'test/conformance', 'docs').concat(blocks(/^yaml$/));

vaultKeys.use([{ id: 'default', password: 'fuzz' }]);

/** What people write: projects of strangers, too. */
export const WRITTEN: readonly Target[] = [
  {
    name: 'yaml',
    corpus: files(/\.ya?ml$/, 'playbooks', 'inventory'),
    read(input) {
      const yaml = readYaml(input.toString(), 'x.yaml', 'ansible');
      yaml.placeOf([0, 'tasks', 1]);
      return told(yaml.problems);
    },
  },
  inventory('yaml', files(/\.ya?ml$/, 'inventory')),
  inventory('ini', texts(INI)),
  inventory(
    'toml',
    texts('[all.vars]\na = 1\n[web.hosts]\nhv01 = { ansible_host = "10.0.0.1" }\n[web.vars]\nx = [1, 2]\n'),
  ),
  inventory('json', texts(listing)),
  {
    name: 'playbook',
    corpus: PLAYBOOKS,
    words: [
      '- hosts: all\n',
      '  tasks:\n',
      'when: ',
      'loop: ',
      'include_tasks: ',
      'block:\n',
      'vars:\n',
      'network:\n',
    ],
    read(input) {
      const { problems, warnings } = loadPlaybook(fileOf('site.yaml', input));
      return told(problems, warnings);
    },
  },
  { name: 'convert', corpus: PLAYBOOKS, read: (input) => convertFile(input.toString(), 'site.yaml') },
  file('policies.yaml', blocks(/^yaml policies/), (path) => readPolicies(path, [])),
  file('waivers.yaml', blocks(/^yaml waivers/), readWaivers),
  file('schedule.yaml', blocks(/^yaml schedule/), readSchedule),
  {
    name: 'ansible.cfg',
    corpus: texts('[defaults]\ninventory = hosts\nforks=5 ; x\n[privilege_escalation]\nbecome: true\n'),
    read: (input) => {
      const env = { ANSIBLE_CONFIG: fileOf('ansible.cfg', input) };
      return void ansibleConfig({ home: ROOT, user: 'x', uid: 1, env }, ROOT);
    },
  },
];
