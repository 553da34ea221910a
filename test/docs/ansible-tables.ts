import { MODULES } from '../../src/modules/index.ts';
import { adviceForTask, shortName } from '../../src/playbook/ansible-hints.ts';
import { expressionLookups, REFUSED_LOOKUPS } from '../../src/playbook/lookups/controller-lookups.ts';
import { LOOKUPS } from '../../src/playbook/lookups/lookups.ts';
import { LIBRARY } from '../../src/template/expression/library.ts';
import {
  ANSIBLE_FILTERS,
  ANSIBLE_LOOKUPS,
  ANSIBLE_MODULES,
  ANSIBLE_TESTS,
  COLLECTION_MODULES,
} from './ansible-names.ts';
import { table } from './markdown.ts';

/** docs/ansible-names.md, from the tables of the code. */
export function ansibleNames(): string {
  return [
    '# Names of Ansible',
    '',
    'This page is generated from the tables of the program. Do not edit it. `npm run reference` writes it again. [Coming from Ansible](coming-from-ansible.md) explains what differs.',
    '',
    ...filters(),
    ...modules(),
  ].join('\n');
}

function filters(): string[] {
  const parts = [
    ['filters', ANSIBLE_FILTERS, (name: string) => LIBRARY.filter(name) !== undefined],
    ['tests', ANSIBLE_TESTS, (name: string) => LIBRARY.test(name) !== undefined],
    [
      'lookups',
      ANSIBLE_LOOKUPS,
      (name: string) =>
        !Object.hasOwn(REFUSED_LOOKUPS, name) &&
        (Object.hasOwn(LOOKUPS, name) || expressionLookups().includes(name)),
    ],
  ] as const;
  const rows = parts.flatMap(([kind, names, works]) => [
    [`${kind} that work`, listed(names.filter(works))],
    [`${kind} that are refused`, listed(names.filter((name) => !works(name)))],
  ]);
  return [
    '## Filters, tests and lookups',
    '',
    'Of those that ansible-core 2.14 and Jinja have. A refused one is a mistake with its place, and the nearest name that there is.',
    '',
    ...table(['what', 'names'], rows),
    ...table(
      ['lookup', 'needs', 'instead'],
      Object.entries(REFUSED_LOOKUPS).map(([name, { needs, hint }]) => [`\`${name}\``, needs, hint]),
    ),
  ];
}

function modules(): string[] {
  const known = new Set(MODULES.map(({ name }) => name));
  const all = [...ANSIBLE_MODULES, ...COLLECTION_MODULES].map((name) => ({ name, here: shortName(name) }));
  const there = all.filter(({ here }) => known.has(here));
  const refused = all.filter(({ here }) => !known.has(here));
  const advised = refused.filter(({ name }) => adviceForTask(name));
  return [
    '## Modules of Ansible',
    '',
    'A name of `ansible.builtin` works with and without it. `virtfleet modules NAME` explains the arguments.',
    '',
    ...table(
      ['module', 'here', 'instead'],
      [
        ...there.map(({ name, here }) => [`\`${name}\``, here === name ? 'yes' : `as \`${here}\``, '']),
        ...advised.map(({ name }) => [`\`${name}\``, 'no', adviceForTask(name) ?? '']),
      ],
    ),
    `Refused, each at its place: ${listed(refused.filter((one) => !advised.includes(one)).map(({ name }) => name))}. The module \`command\` or \`script\` runs what they would.`,
    '',
  ];
}

function listed(names: readonly string[]): string {
  return names.length > 0 ? names.map((name) => `\`${name}\``).join(', ') : 'none';
}
