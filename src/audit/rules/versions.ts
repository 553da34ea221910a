import { modeName } from '../../libvirt/model/mode.ts';
import { applyRules } from '../../libvirt/rules/rule.ts';
import { VERSION_RULES } from '../../libvirt/rules/versions.ts';
import { memoize } from '../../plan/memoize.ts';
import { collected } from '../../report/fold.ts';
import { versionOf } from '../../versions/version.ts';
import type { AuditedHost, AuditedNetwork } from '../host-model.ts';
import type { Found, Rule } from '../rule.ts';
import { usualOf } from './usual.ts';

/** Rules about what the versions of the fleet can do. */
export const FLEET_VERSION_RULES: readonly Rule[] = [
  {
    id: 'network-not-for-this-libvirt',
    severity: 'warning',
    summary: 'A network has elsewhere what the libvirt of this host cannot store',
    why: 'Networks of one name are taken for the same when guests move. libvirt drops elements that it does not know, in silence.',
    todo: 'Update libvirt on the host, or take the element out on all hosts.',
    find: ({ hosts }) =>
      collected(networksIn(hosts), ({ network }) => network.name).flatMap((same) => {
        const neededOn = memoize((version: string) =>
          same.flatMap(({ host, network }) =>
            applyRules(VERSION_RULES, network.definition, { version: versionOf(version) }).map(
              ({ detail }) => ({
                host,
                detail,
              }),
            ),
          ),
        );
        return same.flatMap(({ host, network }): Found[] => {
          const others = host.libvirt
            ? neededOn(host.libvirt.join('.')).filter((one) => one.host !== host)
            : [];
          return collected(others, ({ detail }) => detail).map(([first]) => ({
            ...{ host: host.name, object: `network ${network.name}` },
            evidence: `as on ${first.host.name}: ${first.detail}`,
          }));
        });
      }),
  },
  {
    id: 'network-differs-in-fleet',
    severity: 'warning',
    summary: 'A network is another one than on most hosts of its name',
    why: 'A guest that moves comes into a network of another kind, bridge or subnet.',
    todo: 'Describe the network once for all hosts, or give it another name where it is another one.',
    find: ({ hosts }) =>
      collected(networksIn(hosts), ({ network }) => network.name).flatMap((same) => {
        const usual = same.length < 3 ? undefined : usualOf(same.map(({ network }) => kindOf(network)));
        return same.flatMap(({ host, network }): Found[] => {
          const evidence = `${kindOf(network)} here, ${usual} on most hosts`;
          const isOther = usual !== undefined && usual !== kindOf(network);
          return isOther ? [{ host: host.name, object: `network ${network.name}`, evidence }] : [];
        });
      }),
  },
];

function networksIn(hosts: readonly AuditedHost[]) {
  return hosts.flatMap((host) => host.networks.map((network) => ({ host, network })));
}

/** What a guest would notice: subnets behind NAT and names of bridges may be another one on each host. */
function kindOf({ definition, bridge }: AuditedNetwork): string {
  const mode = modeName(definition);
  return mode === 'bridge' ? `bridge ${bridge ?? ''}` : mode;
}
