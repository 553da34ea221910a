import { can } from '../../versions/libvirt.ts';
import type { Version } from '../../versions/version.ts';
import type { Bandwidth, Virtualport, Vlan } from '../model/elements/port.ts';
import { modeOf } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import { repeated } from './repeated.ts';
import { type Rule, type Where, writesMode } from './rule.ts';

/** In kibibytes: the kernel counts bytes in 32 bits. libvirt 11.3 refuses more, 9.0 takes it. */
const LARGEST_BURST = 4194303;

/** Rules about portgroups, VLANs, virtual ports and limits. */
export const PORT_RULES: readonly Rule[] = [
  {
    code: 'portgroup-repeated',
    severity: 'error',
    summary: 'Two portgroups of one name, or two defaults',
    hint: 'Give every portgroup a name of its own, and at most one default: yes.',
    find: ({ portgroup = [] }) => [
      ...repeated(portgroup, ({ name }) => name, 'name', ['portgroup']),
      ...repeated(portgroup, (each) => (each.default === 'yes' ? 'yes' : undefined), 'default', [
        'portgroup',
      ]),
    ],
  },
  {
    // virPortGroupDefFormat writes the name as it is: libvirt 9.0 and 11.3 cannot read their own file again.
    code: 'portgroup-name',
    severity: 'error',
    summary: 'A portgroup name that libvirt refuses, or with which it loses the network',
    hint: "Take a name without ', & and <: libvirt stores them unescaped, and drops the network when it restarts.",
    find: ({ portgroup = [] }) =>
      portgroup.flatMap(({ name }, index) =>
        name === '' || /['&<]/.test(name)
          ? [{ at: ['portgroup', index, 'name'], detail: JSON.stringify(name) }]
          : [],
      ),
  },
  {
    code: 'vlan-tags',
    severity: 'error',
    summary: 'VLAN tags that libvirt refuses',
    hint: 'Give at least one tag; several tags need trunk: yes or no trunk at all; one tag at most is native.',
    isCertain: (_, at) => at.at(-1) !== 'tag',
    find: eachPort(({ vlan, at }) => {
      if (!vlan) return [];
      const { trunk, tag = [] } = vlan;
      const where = [...at, 'vlan'];
      if (tag.length === 0) return [{ at: [...where, 'tag'], detail: 'no tag' }];
      const natives = tag.filter(({ nativeMode }) => nativeMode !== undefined);
      if (natives.length > 1) return [{ at: where, detail: `${natives.length} native tags` }];
      const isTrunk = tag.length > 1 || natives.length > 0;
      return trunk === 'no' && isTrunk ? [{ at: [...where, 'trunk'], detail: 'trunk no' }] : [];
    }),
  },
  {
    code: 'vlan-unsupported',
    severity: 'error',
    summary: 'VLANs where libvirt cannot set them',
    hint: 'VLANs need mode bridge over Open vSwitch (since libvirt 11.0 any bridge), hostdev or passthrough.',
    isCertain: writesMode,
    find: (network, { version }) => badVlans(network, version),
  },
  {
    code: 'virtualport-parameters',
    severity: 'error',
    summary: 'A virtual port that libvirt refuses',
    hint: 'The virtual port of a network needs a type, and each type has its own parameters; profileid has 1 to 39 characters.',
    isCertain: (_, at) => at.at(-1) !== 'virtualport',
    find: eachPort(({ virtualport, at }) => {
      if (!virtualport) return [];
      const where = [...at, 'virtualport'];
      const { profileid } = virtualport.parameters ?? {};
      if (profileid !== undefined && !/^.{1,39}$/.test(profileid))
        return [
          { at: [...where, 'parameters', 'profileid'], detail: `${profileid.length} characters of 39` },
        ];
      if (virtualport.type === undefined) return at.length === 0 ? [{ at: where, detail: 'no type' }] : [];
      return foreignParameters(virtualport).map((name) => ({
        at: [...where, 'parameters', name],
        detail: `${name} with type ${virtualport.type}`,
      }));
    }),
  },
  {
    code: 'bandwidth-rates',
    severity: 'error',
    summary: 'Limits that libvirt refuses',
    hint: 'Give inbound and outbound an average, and burst at most 4194303; floor and classID belong to guests.',
    isCertain: (_, at) => !['inbound', 'outbound'].includes(String(at.at(-1))),
    find: eachPort(({ bandwidth, at }) => {
      if (!bandwidth) return [];
      return [
        ...(bandwidth.classID === undefined
          ? []
          : [{ at: [...at, 'bandwidth', 'classID'], detail: 'classID' }]),
        ...badRates(bandwidth, 'inbound', at),
        ...badRates(bandwidth, 'outbound', at),
      ];
    }),
  },
];

interface Port {
  vlan?: Vlan;
  virtualport?: Virtualport;
  bandwidth?: Bandwidth;
}

/** The network itself and its portgroups have the same three elements. */
function eachPort(check: (port: Port & Pick<Where, 'at'>) => Where[]): (network: Network) => Where[] {
  return (network) => [
    ...check({ ...network, at: [] }),
    ...(network.portgroup ?? []).flatMap((each, index) => check({ ...each, at: ['portgroup', index] })),
  ];
}

const PARAMETERS = {
  '802.1Qbg': ['managerid', 'typeid', 'typeidversion', 'instanceid'],
  '802.1Qbh': ['profileid'],
  openvswitch: ['interfaceid', 'profileid'],
  midonet: ['interfaceid'],
} as const;

function foreignParameters({ type, parameters = {} }: Virtualport): string[] {
  const known: readonly string[] = type ? PARAMETERS[type] : Object.keys(parameters);
  return Object.keys(parameters).filter((name) => !known.includes(name));
}

function badRates(bandwidth: Bandwidth, direction: 'inbound' | 'outbound', at: Where['at']): Where[] {
  const rates = bandwidth[direction];
  if (!rates) return [];
  const where = [...at, 'bandwidth', direction];
  if (rates.floor !== undefined) return [{ at: [...where, 'floor'], detail: 'floor' }];
  const { average, burst = 0 } = rates;
  if (burst > LARGEST_BURST) return [{ at: [...where, 'burst'], detail: `${burst} kibibytes` }];
  return average === undefined ? [{ at: where, detail: `${direction} without average` }] : [];
}

/** As networkValidate in libvirt judges: a portgroup with a virtual port of its own is judged by that one. */
function badVlans(network: Network, version: Version | undefined): Where[] {
  const mode = modeOf(network);
  const overOvs = (port?: Virtualport) => mode === 'bridge' && port?.type === 'openvswitch';
  const anyBridge = mode === 'bridge' && can(version, 'VLANs on any bridge');
  const allowed = mode === 'hostdev' || mode === 'passthrough' || anyBridge || overOvs(network.virtualport);
  const groups = network.portgroup ?? [];
  const used = network.vlan !== undefined;
  const detail = `vlan with forward mode ${mode}`;
  const bad = groups.flatMap(({ vlan, virtualport }, index): Where[] => {
    const fits = virtualport ? overOvs(virtualport) : allowed;
    return (used || vlan) && !fits ? [{ at: vlan ? ['portgroup', index, 'vlan'] : ['vlan'], detail }] : [];
  });
  const covered = groups.some((each) => each.default === 'yes');
  return used && !allowed && !covered && bad.length === 0 ? [{ at: ['vlan'], detail }] : bad;
}
