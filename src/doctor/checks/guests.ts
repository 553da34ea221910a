import { quote } from '../../plan/quote.ts';
import { orElse } from '../../plan/tried.ts';
import { type Check, unseen, well, wrong, wrongBesides, wrongBy } from '../check.ts';
import { onGuest, setLink } from '../commands.ts';
import { lastHeard, refusals } from '../dhcp-log.ts';
import type { NicSubject } from '../subjects.ts';
import { uplinkFaults } from './uplink.ts';

const whose = ({ guest, nic }: NicSubject) => `${nic.tap ?? nic.mac}, of guest ${guest.name},`;

/** Only of a guest that is asked for: on most hosts some are shut off. */
export const guestRuns: Check<NicSubject> = {
  asks: 'the guest runs',
  look: ({ guest, isAsked }) => {
    const { name, running, state } = guest;
    const isStuck = /^paused \((?:I\/O error|crashed|post-copy failed)/.test(state) || /^crashed/.test(state);
    if (running && !isStuck && !(isAsked && state.startsWith('paused'))) return well(state);
    if (!isAsked && !isStuck) return undefined;
    // A paused guest has its taps.
    return (running ? wrongBesides : wrong)({
      id: running ? 'guest-paused' : 'guest-not-running',
      rank: 'certain',
      summary: running ? `Guest ${name} is paused: nothing in it runs.` : `Guest ${name} does not run.`,
      evidence: [`state: ${state}`],
      commands: [onGuest(running ? 'resume' : 'start', name)],
    });
  },
};

export const cableIsIn: Check<NicSubject> = {
  asks: 'its cable is plugged in',
  look: ({ nic, guest }) => {
    if (!nic.unplugged) return well();
    return wrong({
      id: 'guest-link-down',
      rank: 'certain',
      summary: `The interface ${nic.mac} of guest ${guest.name} has its link set down, as if its cable was out.`,
      evidence: [`virsh domif-getlink says: down`],
      commands: [onGuest('domif-setlink', guest.name, '--interface', nic.mac, '--state', 'up')],
    });
  },
};

/** The link that a macvtap is on. */
export const deviceLeadsOut: Check<NicSubject> = {
  asks: 'the link that it is on leads out',
  look: ({ nic, guest, kernel }) => {
    if (nic.type !== 'direct' || nic.device === undefined || kernel.links.size === 0) return undefined;
    return wrongBy(uplinkFaults(nic.device, kernel, `guest ${guest.name}`));
  },
};

/** Others, such as vhost-user, have no link that the kernel knows. */
const HAVE_LINKS: readonly string[] = ['network', 'bridge', 'direct'];

export const tapIsThere: Check<NicSubject> = {
  asks: 'it has a link on the host',
  look: (subject) => {
    const { nic, guest, tap, kernel } = subject;
    if (nic.tap === undefined || !HAVE_LINKS.includes(nic.type) || kernel.links.size === 0) return undefined;
    if (tap) return well(nic.tap);
    return wrong({
      id: 'tap-gone',
      rank: 'certain',
      summary: `Somebody deleted ${whose(subject)} while the guest runs.`,
      evidence: [`there is no link ${nic.tap}`],
      commands: [onGuest('destroy', guest.name, '--graceful'), onGuest('start', guest.name)],
    });
  },
};

/** Open vSwitch has its own way to plug a tap. */
function isOfOpenVswitch({ nic, tap }: NicSubject): boolean {
  return nic.openVswitch || tap?.master === 'ovs-system';
}

/** A restart of a network leaves the taps of guests that run behind, and every listing of libvirt looks healthy. */
export const tapIsOnBridge: Check<NicSubject> = {
  asks: 'it is on its bridge',
  look: (subject) => {
    const { nic, tap, guest, bridge } = subject;
    if (!tap || nic.bridge === undefined || isOfOpenVswitch(subject)) return undefined;
    if (tap.master === nic.bridge) return well(nic.bridge);
    if (!bridge) return undefined;
    return wrong({
      id: tap.master === undefined ? 'guest-off-bridge' : 'guest-on-other-bridge',
      rank: 'certain',
      summary: `${whose(subject)} is on ${tap.master ?? 'no bridge'} instead of ${nic.bridge}.`,
      evidence: [`${tap.name}: ${tap.master === undefined ? 'no master' : `master ${tap.master}`}`],
      commands: [setLink(tap.name, 'master', nic.bridge)],
      fix: { kind: 'tap', guest: guest.name, mac: nic.mac, tap: tap.name, bridge: nic.bridge },
    });
  },
};

export const tapIsUp: Check<NicSubject> = {
  asks: 'its link is up',
  look: (subject) => {
    const { tap, guest, nic } = subject;
    if (!tap || tap.up) return tap && well();
    const fix = { kind: 'tap', guest: guest.name, mac: nic.mac, tap: tap.name } as const;
    return wrong({
      id: 'guest-tap-down',
      rank: 'certain',
      summary: `${whose(subject)} was set down on the host.`,
      evidence: [`${tap.name}: down`],
      commands: [setLink(tap.name, 'up')],
      ...(nic.bridge !== undefined && { fix: { ...fix, bridge: nic.bridge } }),
    });
  },
};

/** Only of a guest that is asked for. libvirt lets no connection that cannot write put a question to the agent. */
export const agentIsThere: Check<NicSubject> = {
  asks: 'its guest agent sees its addresses',
  look: ({ guest, isAsked }) => {
    if (!isAsked || guest.agent === undefined) return undefined;
    if (!guest.agent) return unseen('the guest agent is not connected: the guest has not started it');
    return unseen(
      `only a connection that may write can ask: ${onGuest('domifaddr', guest.name, '--source', 'agent')}`,
    );
  },
};

/** A guest that has an address and answers to nobody may be meant to: only of one that is asked for. */
export const guestAnswers: Check<NicSubject> = {
  asks: 'it answers for its address',
  look: ({ readings, nic, guest, leases, isAsked }) => {
    const ip = leases.find(({ mac }) => mac.toLowerCase() === nic.mac)?.ip;
    if (!isAsked || ip === undefined) return undefined;
    const known = orElse(readings.neighbours, []);
    const neighbour = known.find((one) => one.ip === ip && one.link === nic.bridge);
    const seen = `neighbour on ${nic.bridge}: ${neighbour ? `${ip} ${neighbour.mac}` : 'none'}`;
    const ping = readings.pings?.find((one) => one.ip === ip);
    if (ping?.short || neighbour?.answers) return well(seen);
    if (!ping) return unseen(readings.unasked ?? 'it was not asked');
    return wrong({
      id: 'guest-silent',
      rank: 'possible',
      summary: `Guest ${guest.name} holds ${ip} and answers no ping: it is not up, has another address, or a firewall of its own.`,
      evidence: [`ping ${ip}: no answer`, seen, ...(nic.filter ? [`filter of libvirt: ${nic.filter}`] : [])],
      commands: [
        onGuest('console', guest.name),
        ...(nic.filter ? [quote(['virsh', 'nwfilter-dumpxml', nic.filter])] : []),
      ],
    });
  },
};

/** What a guest asked for and was refused, as the dnsmasq of its network says. */
export const leaseWasGiven: Check<NicSubject> = {
  asks: 'it was refused no address',
  look: (subject) => {
    const { readings, nic, guest, leases } = subject;
    if (nic.network === undefined || nic.bridge === undefined) return undefined;
    const lease = leases.find(({ mac }) => mac.toLowerCase() === nic.mac);
    const heard = lastHeard(readings.journal, nic.mac);
    const evidence = [
      lease ? `lease: ${lease.ip}` : 'no lease',
      heard ? `dnsmasq: ${heard.text}` : 'dnsmasq never heard of it',
    ];
    const refused = refusals(readings.journal, nic.bridge).find(({ mac }) => mac === nic.mac);
    const hasOwnCause = /no address|wrong server-ID/.test(refused?.why ?? '');
    if (!refused || hasOwnCause) return well(...evidence);
    return wrong({
      id: 'lease-refused',
      rank: 'likely',
      summary: `The dnsmasq of its network refuses guest ${guest.name} an address: ${refused.why}.`,
      evidence: [refused.text, ...evidence.slice(0, 1)],
      commands: [onGuest('domifaddr', guest.name, '--source', 'lease')],
    });
  },
};
