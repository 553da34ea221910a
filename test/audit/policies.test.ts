import { describe, expect, it } from 'vitest';
import { policyFindings } from '../../src/audit/policies/apply-policies.ts';
import { readPolicies } from '../../src/audit/policies/policy-file.ts';
import { testPolicies } from '../../src/audit/policies/test-policies.ts';
import { ProblemError } from '../../src/problem.ts';
import { project } from '../commands/project.ts';
import { blocks } from '../docs/documents.ts';
import { recordedFleet } from './recorded-host.ts';

const policies = (text: string) =>
  readPolicies(`${project({ 'policies.yaml': text })}/policies.yaml`, ['bridge-down']);
const fleet = { hosts: recordedFleet('clean'), isWhole: true };
const policy = (rest: object) =>
  policies(
    JSON.stringify([
      { id: 'own', severity: 'error', for: 'network', expression: 'true', message: 'x', ...rest },
    ]),
  );

function refused(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError)
      return error.problems.map(({ summary, detail, place }) => `${summary}: ${detail} (${place?.line})`);
    throw error;
  }
  return [];
}

describe('the policies of docs/audit.md', () => {
  const [example] = blocks('yaml').filter(({ info }) => info === 'policies');

  it('pass their tests', () => {
    expect(
      testPolicies(policies(example?.text ?? '')).map(({ policy: id, name, failure }) => [id, name, failure]),
    ).toEqual([
      ['no-nat-in-production', 'NAT in production', undefined],
      ['no-nat-in-production', 'NAT in a test rack', undefined],
      ['guests-name-networks', 'test 1', undefined],
    ]);
  });

  it('find in a recorded fleet what they are for', () => {
    const found = policyFindings(policies(example?.text ?? ''), fleet, []);
    expect(found.map(({ host, object, evidence }) => [host, object, evidence])).toEqual([
      ['hv01', 'guest spare1', 'spare1 on hv01 names a bridge'],
      ['hv02', 'guest spare2', 'spare2 on hv02 names a bridge'],
    ]);
  });
});

describe('a policy', () => {
  it.each([
    [
      'host',
      "host.libvirt == '9.0.0' && 'lab' in host.networks && host.sysctl['net.ipv4.ip_forward'] == 1",
      ['host'],
    ],
    [
      'network',
      "network.name != 'lab' || (network.mode == 'nat' && network.subnets == ['10.67.0.0/24'] && network.leases.used == 1)",
      [],
    ],
    [
      'bridge',
      "bridge.name != 'brh' || (bridge.ports == ['up1'] && bridge.guests == ['db1'])",
      ['bridge brh'],
    ],
    [
      'guest',
      "size(guest.interfaces) == 1 || guest.name == 'db1' || guest.name == 'spare1'",
      ['guest db2', 'guest spare2'],
    ],
  ] as const)('for a %s sees what the host has', (kind, expression, found) => {
    const all = policyFindings(policy({ for: kind, expression }), fleet, []);
    expect(all.map(({ object, host }) => [host, object])).toEqual(found.map((object) => ['hv02', object]));
  });

  it('for a play sees the play, once for each of its hosts', () => {
    const play = {
      ...{ name: 'Site', hosts: ['hv01', 'hv02'], tasks: [{ name: 'x', module: 'command' }] },
      ...{ largest_batch: 2, in_waves: true, has_gates: false, rolls_back: false },
    };
    const own = policy({
      for: 'play',
      expression: "play.tasks.all(t, t.module != 'command')",
      message: '{{ play.name }}',
    });
    expect(
      policyFindings(own, fleet, [play]).map(({ host, object, evidence }) => [host, object, evidence]),
    ).toEqual([
      ['hv01', 'play Site', 'Site'],
      ['hv02', 'play Site', 'Site'],
    ]);
  });

  it('that cannot be decided is refused with its place', () => {
    const why = (expression: string) => refused(() => policyFindings(policy({ expression }), fleet, []));
    expect(why('network.nmae == 1')).toEqual([expect.stringContaining('nmae')]);
    expect(why('network.name')).toEqual([
      'A policy is neither true nor false: It comes to "bridged". Seen of network bridged of hv01, and of 11 more. (1)',
    ]);
  });

  it('may have a message that looks like an element of XML', () => {
    const own = policy({ for: 'host', expression: 'false', message: '<{{ host.name }}> has "A & B" <now>' });
    expect(policyFindings(own, fleet, []).map(({ evidence }) => evidence)).toEqual([
      '<hv01> has "A & B" <now>',
      '<hv02> has "A & B" <now>',
    ]);
  });

  it('that fails its test says what it finds', () => {
    const network = { name: 'lab', autostart: false };
    const own = policy({
      expression: 'network.autostart',
      message: '{{ network.name }} is off',
      tests: [
        { network, finds: false },
        { network, finds: 'other' },
        { network: { ...network, autostart: true }, finds: true },
        { network: { name: 'lab' }, finds: true },
        { network, finds: true },
      ],
    });
    expect(testPolicies(own).map(({ failure }) => failure)).toEqual([
      'It finds: lab is off',
      'It says: lab is off',
      'It finds nothing.',
      expect.stringContaining('autostart'),
      undefined,
    ]);
  });
});

describe('a file of policies', () => {
  it.each([
    ['id: 1', ['A policy cannot be read: It is a list of policies, each beginning with "- ". (1)']],
    [
      '- { id: Own, severity: bad, for: network, expression: "true", message: x, more: 1 }',
      [
        expect.stringContaining('id: small letters'),
        expect.stringContaining('severity: '),
        'A policy cannot be read: A policy has no more. (1)',
      ],
    ],
    [
      '- { id: bridge-down, severity: error, for: network, expression: "true", message: x }',
      ['A policy cannot be read: There is a rule bridge-down already. (1)'],
    ],
    [
      '- { id: own, severity: error, for: play, expression: "host.name", message: "{{ guest.name }}" }',
      [
        'A policy cannot be read: There is no host here: this policy sees play. (1)',
        'A policy cannot be read: There is no guest here: this policy sees play. (1)',
      ],
    ],
    [
      '- { id: own, severity: error, for: host, expression: "host.name ==", message: x }',
      [expect.stringContaining('An expression cannot be read')],
    ],
  ])('%s is refused with all that is wrong in it', (text, problems) => {
    expect(refused(() => policies(text))).toEqual(problems);
  });

  it('that is not there has none', () => expect(readPolicies('/no/such/policies.yaml', [])).toEqual([]));
});
