import { bridgeDrops } from '../../bridge/rules/firewall-warnings.ts';
import { type ForeignDrop, placeOf } from '../../host/firewall/advice.ts';
import { expectedRules, missingRules } from '../../libvirt/running/firewall-expected.ts';
import { networkDrops } from '../../libvirt/running/firewall-foreign.ts';
import { quote } from '../../plan/quote.ts';
import { type Cause, type Check, unseen, well, wrong, wrongBy } from '../check.ts';
import { WRITE_AGAIN } from '../commands.ts';
import type { Drops } from '../readings/drops.ts';
import { type BridgeSubject, forwards, type NetworkSubject } from '../subjects.ts';

const ONLY_ROOT = 'only root sees the rules of a firewall';

/** libvirt writes its rules when it starts a network, and looks after them no more. */
export const rulesAreInForce: Check<NetworkSubject> = {
  asks: "libvirt's firewall rules for it are in force",
  look: ({ network, readings, name }) => {
    const { rules } = readings;
    const { length } = expectedRules(network.state);
    if (length === 0) return undefined;
    if (!rules) return unseen(ONLY_ROOT);
    const missing = missingRules(network.state, rules);
    if (!missing) return well(`${length} rules`);
    const purposes = missing.purposes.join(', ');
    return wrong({
      id: 'firewall-rules-missing',
      rank: 'certain',
      summary: `Somebody took away libvirt's firewall rules for network ${name}: ${missing.areAll ? 'all' : purposes}.`,
      evidence: [`rules that are missing: ${purposes}`],
      commands: [WRITE_AGAIN],
      fix: { kind: 'network', name },
    });
  },
};

/** Filters of docker, ufw, firewalld or the site. */
export const nothingIsDropped: Check<NetworkSubject> = {
  asks: 'no other firewall drops its packets',
  look: ({ network, readings }) => {
    const { live } = network.state;
    if (!live?.bridge?.name) return undefined;
    if (readings.firewall.chains === 'unknown') return unseen(ONLY_ROOT);
    return wrongBy(networkDrops(live, readings.firewall).map((one) => dropped(one, readings.drops)));
  },
};

/** The same of packets between the ports of a bridge of the host: br_netfilter shows them to the filters of the host. */
export const bridgePasses: Check<BridgeSubject> = {
  asks: 'no firewall drops packets between its ports',
  look: ({ name, readings }) => {
    if (readings.firewall.chains === 'unknown') return unseen(ONLY_ROOT);
    return wrongBy(bridgeDrops(name, readings.firewall).map((one) => dropped(one, readings.drops)));
  },
};

function dropped({ what, chains, rules }: ForeignDrop, drops: readonly Drops[]): Cause {
  const places = chains.map(placeOf);
  const counted = drops.filter(({ place }) => places.includes(place));
  return {
    id: 'firewall-drops',
    rank: 'certain',
    summary: `${what}.`,
    evidence: [...places, ...counted.map(({ rule, packets }) => `${rule}: ${packets} packets so far`)],
    commands: rules,
  };
}

/** A strict filter of return paths drops answers that come in by another link than the route to their sender: RFC 3704. */
export const answersComeBack: Check<NetworkSubject> = {
  asks: 'answers that come in are not taken for forged',
  look: (subject) => {
    const { definition, kernel, readings, name } = subject;
    const dev = definition.forward?.dev ?? definition.forward?.interface?.[0]?.dev;
    if (dev === undefined || !forwards(subject) || !kernel.links.has(dev)) return undefined;
    const value = (link: string) =>
      Number(readings.state.settings.get(`net/ipv4/conf/${link}/rp_filter`) ?? 0);
    const isStrict = Math.max(value('all'), value(dev)) === 1;
    const route = kernel.routes.find(({ to }) => to === 'default');
    if (!isStrict || !route?.dev || route.dev === dev) return well();
    return wrong({
      id: 'strict-reverse-path',
      rank: 'likely',
      summary: `Network ${name} goes out by ${dev}, and the default route of the host leads by ${route.dev}: the kernel takes what comes in by ${dev} for forged and drops it.`,
      evidence: [`rp_filter of ${dev}: 1`, `default route: dev ${route.dev}`],
      commands: [quote(['sysctl', '-w', `net.ipv4.conf.${dev.replaceAll('.', '/')}.rp_filter=2`])],
    });
  },
};
