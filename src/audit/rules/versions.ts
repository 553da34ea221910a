import { modeName } from '../../libvirt/model/mode.ts';
import { applyRules } from '../../libvirt/rules/rule.ts';
import { VERSION_RULES } from '../../libvirt/rules/versions.ts';
import type { AuditedNetwork } from '../host-model.ts';
import type { Found, Rule } from '../rule.ts';

/** Rules about what the versions of the fleet can do. */
export const FLEET_VERSION_RULES: readonly Rule[] = [
  {
    id: 'network-not-for-this-libvirt',
    severity: 'warning',
    summary: 'A network has elsewhere what the libvirt of this host cannot store',
    why: 'Networks of one name are taken for the same when guests move. libvirt drops elements that it does not know, in silence.',
    todo: 'Update libvirt on the host, or take the element out on all hosts.',
    find: ({ hosts }) =>
      hosts.flatMap((host) =>
        host.networks.flatMap(({ name }) => {
          const others = hosts.flatMap((other) =>
            other === host
              ? []
              : other.networks.flatMap((one) =>
                  one.name === name ? [{ host: other.name, definition: one.definition }] : [],
                ),
          );
          const seen = new Map<string, Found>();
          for (const other of others)
            for (const { detail } of applyRules(
              VERSION_RULES,
              other.definition,
              host.libvirt ? { version: host.libvirt } : {},
            ))
              if (!seen.has(detail))
                seen.set(detail, {
                  host: host.name,
                  object: `network ${name}`,
                  evidence: `as on ${other.host}: ${detail}`,
                });
          return [...seen.values()];
        }),
      ),
  },
  {
    id: 'network-differs-in-fleet',
    severity: 'warning',
    summary: 'A network is another one than on most hosts of its name',
    why: 'A guest that moves comes into a network of another kind, bridge or subnet.',
    todo: 'Describe the network once for all hosts, or give it another name where it is another one.',
    find: ({ hosts }) => {
      const all = hosts.flatMap((host) => host.networks.map((network) => ({ host: host.name, network })));
      return all.flatMap(({ host, network }): Found[] => {
        const own = all.filter((one) => one.network.name === network.name);
        const usual = own.find(
          (one) =>
            own.filter((other) => kindOf(other.network) === kindOf(one.network)).length > own.length / 2,
        );
        if (own.length < 3 || !usual || kindOf(usual.network) === kindOf(network)) return [];
        return [
          {
            host,
            object: `network ${network.name}`,
            evidence: `${kindOf(network)} here, ${kindOf(usual.network)} on most hosts`,
          },
        ];
      });
    },
  },
];

/** What a guest would notice: subnets behind NAT and names of bridges may be another one on each host. */
function kindOf({ definition, bridge }: AuditedNetwork): string {
  const mode = modeName(definition);
  return mode === 'bridge' ? `bridge ${bridge ?? ''}` : mode;
}
