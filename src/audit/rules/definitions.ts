import type { DnsmasqRefusals } from '../../libvirt/observe/dnsmasq-refusals.ts';
import { NETWORK_RULES } from '../../libvirt/rules/check-network.ts';
import type { Rule as DefinitionRule, Facts } from '../../libvirt/rules/rule.ts';
import { neededFor } from '../../versions/dnsmasq.ts';
import type { AuditedHost, AuditedNetwork } from '../host-model.ts';
import { type OnHost, onNetworks, type Rule } from '../rule.ts';

const REFUSED =
  'libvirt or dnsmasq refuses such a definition, drops a part of it in silence, or fails when the network starts. A task that describes it is refused before any host is contacted.';
const DOUBTFUL = 'It works, but not as its author may expect. A task that describes it gets a warning.';

/** What validation refuses in a playbook, in the networks that hosts have: both their copies. */
export const DEFINITION_RULES: readonly Rule[] = NETWORK_RULES.map(ofDefinition);

function ofDefinition({ code, severity, summary, hint, find }: DefinitionRule): Rule {
  return {
    id: code,
    severity,
    summary,
    why: severity === 'error' ? REFUSED : DOUBTFUL,
    todo: hint,
    find: onNetworks((network, host) => {
      const facts = factsOf(network, host);
      const copies = [network.persistent, network.live].flatMap((copy) => copy ?? []);
      const all = copies.flatMap((copy) => find(copy, facts));
      const seen = new Map(
        all.map(({ detail, at }): [string, Omit<OnHost, 'object'>] => [detail, { evidence: detail, at }]),
      );
      return [...seen.values()];
    }),
  };
}

function factsOf({ name, live, facts }: AuditedNetwork, host: AuditedHost): Facts {
  const { networks, links, routes, libvirt, firewalld, out } = host;
  const others = networks.filter((one) => one.name !== name);
  // What another network of libvirt has there, the rules about networks say.
  const theirs = new Set(others.flatMap((one) => (one.active ? (one.bridge ?? []) : [])));
  return {
    ...(facts.functions !== undefined && { functions: facts.functions }),
    ...(facts.virtualFunctions && { virtualFunctions: facts.virtualFunctions }),
    ...(facts.refusals && { refusals: withoutOld(facts.refusals, out?.dnsmasq) }),
    ...(libvirt && { version: libvirt }),
    ...(firewalld !== undefined && { firewalld }),
    ...(live?.bridge?.name !== undefined && { bridge: live.bridge.name }),
    networks: networks.map(({ definition, uuid }) => ({ ...definition, uuid })),
    routes: routes.filter(({ device }) => !theirs.has(device)),
    links: [...links.keys()],
  };
}

/** What a newer dnsmasq would take, a rule of its own says. */
function withoutOld(refusals: DnsmasqRefusals, version: string | undefined): DnsmasqRefusals {
  return Object.fromEntries(Object.entries(refusals).filter(([line]) => !neededFor(line, version)));
}
