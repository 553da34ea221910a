import { hasDnsmasq } from '../../libvirt/observe/network-dump.ts';
import { quote } from '../../plan/quote.ts';
import { addressesOf, isWithin } from '../addresses.ts';
import { type Check, isProbable, unseen, well, wrong, wrongBy } from '../check.ts';
import { onNetwork, setLink } from '../commands.ts';
import type { NetworkSubject } from '../subjects.ts';
import { startAgain, whyNoDnsmasq } from './dnsmasq-start.ts';

const repair = ({ name }: NetworkSubject) => ({ fix: { kind: 'network', name } as const });

/** The bridge that libvirt made for a network that runs: for libvirt it runs on without. */
export const bridgeIsThere: Check<NetworkSubject> = {
  asks: 'its bridge is there',
  look: (subject) => {
    const { isOwn, bridge, kernel, name, readings } = subject;
    if (!isOwn || bridge === undefined) return undefined;
    if ('why' in readings.kernel) return unseen(readings.kernel.why);
    if (kernel.links.has(bridge)) return well(bridge);
    return wrong({
      id: 'bridge-gone',
      rank: 'certain',
      summary: `Somebody deleted ${bridge}, the bridge of network ${name}.`,
      evidence: ['libvirt says that the network runs', `there is no link ${bridge}`],
      commands: [onNetwork('net-destroy', name), onNetwork('net-start', name)],
      ...repair(subject),
    });
  },
};

export const bridgeIsUp: Check<NetworkSubject> = {
  asks: 'its bridge is up',
  look: (subject) => {
    const { isOwn, bridge = '', kernel, name } = subject;
    const link = isOwn ? kernel.links.get(bridge) : undefined;
    if (!link) return undefined;
    if (link.up) return well();
    return wrong({
      id: 'bridge-down',
      rank: 'certain',
      summary: `${bridge}, the bridge of network ${name}, was set down.`,
      evidence: [`${bridge}: down`],
      commands: [setLink(bridge, 'up')],
      ...repair(subject),
    });
  },
};

export const bridgeHasAddresses: Check<NetworkSubject> = {
  asks: 'its bridge has its addresses',
  look: (subject) => {
    const { isOwn, bridge = '', kernel, definition, name } = subject;
    const link = isOwn ? kernel.links.get(bridge) : undefined;
    const wanted = addressesOf(definition).filter(({ address }) => !/^fe[89ab]/.test(address));
    if (!link || wanted.length === 0) return undefined;
    const lost = wanted.filter(({ cidr }) => !link.addresses.includes(cidr));
    if (lost.length === 0) return well(link.addresses.join(', '));
    return wrong({
      id: 'bridge-without-its-address',
      rank: 'certain',
      summary: `${bridge} does not have ${lost.map(({ cidr }) => cidr).join(', ')}, by which guests of network ${name} reach the host and all behind it.`,
      evidence: [`addresses of ${bridge}: ${link.addresses.join(', ') || 'none'}`],
      commands: lost.map(({ cidr }) => quote(['ip', 'addr', 'add', cidr, 'dev', bridge])),
      ...repair(subject),
    });
  },
};

/** Answers to guests go where the routing table says, whatever bridge they came by. */
export const subnetLeadsToBridge: Check<NetworkSubject> = {
  asks: 'the host reaches its guests by its bridge',
  look: ({ isOwn, bridge = '', kernel, definition, name }) => {
    if (!isOwn || !kernel.links.has(bridge)) return undefined;
    const causes = addressesOf(definition).flatMap(({ subnet }) => {
      const inside = kernel.routes.filter(
        ({ to, dev }) => dev !== undefined && dev !== bridge && isWithin(to, subnet),
      );
      const own = kernel.routes.some(({ to, dev }) => to === subnet && dev === bridge);
      if (inside.length === 0 && own) return [];
      const [first] = inside;
      const remove = first
        ? quote(['ip', 'route', 'delete', first.to, 'dev', first.dev ?? ''])
        : quote(['ip', 'route', 'add', subnet, 'dev', bridge]);
      return [
        {
          id: first ? 'route-shadowed' : 'route-lost',
          rank: 'certain' as const,
          summary: first
            ? `Answers to guests of network ${name} leave by ${first.dev}: a route of the host is more exact than that of ${bridge}.`
            : `The host has no route to ${subnet}: answers to guests of network ${name} go elsewhere.`,
          evidence: first
            ? inside.map(({ to, dev, via }) => `route: ${to} dev ${dev}${via ? ` via ${via}` : ''}`)
            : [`no route ${subnet} dev ${bridge}`],
          commands: [remove],
        },
      ];
    });
    return wrongBy(causes);
  },
};

export const dnsmasqRuns: Check<NetworkSubject> = {
  asks: 'its dnsmasq runs',
  look: (subject) => {
    const { definition, daemon, name } = subject;
    if (!hasDnsmasq(definition)) return undefined;
    if (daemon?.state === '?') return unseen(`only root sees process ${daemon.pid}`);
    if (daemon?.state !== undefined) return well(`process ${daemon.pid}`);
    const gone = {
      id: 'dnsmasq-down',
      rank: 'certain' as const,
      summary: `The dnsmasq of network ${name} has ended: guests get neither addresses nor names.`,
      evidence: [daemon ? `there is no process ${daemon.pid} any more` : 'libvirt keeps no process for it'],
      commands: [startAgain(subject)],
      ...repair(subject),
    };
    const why = whyNoDnsmasq(subject);
    // It does not start again as long as something is in its way.
    const { fix: _, ...left } = gone;
    return wrongBy(why.some(isProbable) ? [...why, { ...left, rank: 'likely' }] : [gone, ...why]);
  },
};
