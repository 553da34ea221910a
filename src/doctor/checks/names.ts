import { modeOf } from '../../libvirt/model/mode.ts';
import { quote } from '../../plan/quote.ts';
import { addressesOf } from '../addresses.ts';
import { type Cause, type Check, unseen, well, wrong, wrongBy } from '../check.ts';
import { onNetwork, reloadLibvirt } from '../commands.ts';
import type { HostReadings } from '../host-readings.ts';
import { CODES, type NameAnswer } from '../questions/name-questions.ts';
import type { HostSubject, NetworkSubject } from '../subjects.ts';

const NOTHING_TO_ASK_WITH = 'the host has no bash, timeout and od to put a question with';

/** Name servers that networks with DNS ask: their own forwarders, else those of the host. See dnsmasq(8), --server. */
export function forwardersOf({ definition }: Pick<NetworkSubject, 'definition'>): string[] {
  const { forwarder = [] } = definition.dns ?? {};
  return forwarder.flatMap(({ addr, domain }) => (addr !== undefined && domain === undefined ? [addr] : []));
}

/** Whether the dnsmasq of a network asks others: that of an isolated one does not. */
export function asksOthers({ network, definition }: Pick<NetworkSubject, 'network' | 'definition'>): boolean {
  return network.state.active && answersNames(definition) && modeOf(definition) !== 'none';
}

function answersNames(definition: NetworkSubject['definition']): boolean {
  return (definition.ip ?? []).length > 0 && definition.dns?.enable !== 'no';
}

/** The name servers of the host, which the dnsmasqs of its networks ask. */
export const nameServersAnswer: Check<HostSubject> = {
  asks: "the host's name servers answer",
  look: ({ readings, networks }) => {
    const asking = networks.filter((one) => asksOthers(one) && forwardersOf(one).length === 0);
    if (asking.length === 0) return undefined;
    const users = `networks whose guests ask them: ${asking.map(({ name }) => name).join(', ')}`;
    const { resolvers } = readings.state;
    if (resolvers.length === 0) {
      return wrong({
        id: 'no-name-server',
        rank: 'likely',
        summary: 'The host knows no name server, so that guests get no names but those of their network.',
        evidence: ['/etc/resolv.conf has no line nameserver', users],
        commands: ['cat /etc/resolv.conf', 'resolvectl status'],
      });
    }
    const own = new Set(
      networks.flatMap(({ definition }) => addressesOf(definition).map(({ address }) => address)),
    );
    const loop = resolvers.find((one) => own.has(one));
    if (loop !== undefined && resolvers.every((one) => own.has(one))) {
      return wrong({
        id: 'resolver-asks-itself',
        rank: 'certain',
        summary: `The host asks ${loop} for names, which is the dnsmasq of one of its own networks: it would ask itself, and asks nobody.`,
        evidence: [`/etc/resolv.conf: nameserver ${loop}`, users],
        commands: ['cat /etc/resolv.conf', 'resolvectl status'],
      });
    }
    if (!readings.names) return unseen(readings.unasked ?? NOTHING_TO_ASK_WITH);
    const answers = resolvers.map((server) => answerOf(readings, server));
    if (answers.some(isGood))
      return wrongBy(answers.filter((one) => !isGood(one)).map((one) => oneSilent(one)));
    return wrong(allSilent(readings, answers, users));
  },
};

/** Where one of several answers, guests wait before they get a name. */
function oneSilent(answer: NameAnswer): Cause {
  return {
    id: 'name-server-silent',
    rank: 'possible',
    summary: `One of the host's name servers, ${answer.server}, does not answer: names take long.`,
    evidence: [said(answer)],
    commands: [quote(['dig', `@${answer.server}`, 'a.root-servers.net'])],
  };
}

function allSilent(readings: HostReadings, answers: readonly NameAnswer[], users: string): Cause {
  const servers = answers.map(({ server }) => server);
  const evidence = [...answers.map(said), users];
  const resolved = readings.state.units.find(({ name }) => name === 'systemd-resolved.service');
  if (servers.every((one) => one === '127.0.0.53') && resolved?.active !== 'active') {
    return {
      id: 'resolved-down',
      rank: 'certain',
      summary: 'The host asks the stub of systemd-resolved for names, and systemd-resolved does not run.',
      evidence: [`systemd-resolved.service: ${resolved?.active ?? 'not there'}`, ...evidence],
      commands: ['systemctl enable --now systemd-resolved'],
    };
  }
  const refuses = answers.some(({ code }) => code !== undefined);
  const isOne = servers.length === 1;
  const answered = refuses
    ? `${isOne ? 'answers' : 'answer'} with a refusal`
    : `${isOne ? 'does' : 'do'} not answer`;
  return {
    id: refuses ? 'name-server-refuses' : 'name-server-silent',
    rank: 'certain',
    summary: `The host's name ${isOne ? 'server' : 'servers'} ${servers.join(', ')} ${answered}: guests get no names from outside.`,
    evidence,
    commands: [quote(['dig', `@${servers[0]}`, 'a.root-servers.net']), 'cat /etc/resolv.conf'],
  };
}

/** The dnsmasq of a network, asked on the network's own address. */
export const dnsmasqAnswers: Check<NetworkSubject> = {
  asks: 'its dnsmasq answers questions for names',
  look: ({ definition, readings, daemon, name, kernel, bridge = '' }) => {
    const [own] = addressesOf(definition);
    const link = kernel.links.get(bridge);
    if (!own || !answersNames(definition) || !link?.up || !link.addresses.includes(own.cidr))
      return undefined;
    if (!readings.names) return unseen(readings.unasked ?? NOTHING_TO_ASK_WITH);
    const answer = answerOf(readings, own.address, 'alive');
    if (answer.code !== undefined) return well(said(answer));
    const isStopped = daemon?.state === 'T';
    const pid = String(daemon?.pid ?? '');
    return wrong({
      id: isStopped ? 'dnsmasq-halted' : 'dnsmasq-silent',
      rank: 'certain',
      summary: `The dnsmasq of network ${name} is there, but ${isStopped ? 'was halted by a signal' : `does not answer on ${own.address}`}.`,
      evidence: [said(answer), `process ${pid}, state ${daemon?.state ?? 'unknown'}`],
      commands: isStopped ? [`kill -CONT ${pid}`] : [`kill ${pid}`, reloadLibvirt(readings)],
      ...(isStopped && { fix: { kind: 'network', name } }),
    });
  },
};

/** Whether a question that dnsmasq has to hand on comes back. The host's own name servers have a check of their own. */
export const dnsmasqForwards: Check<NetworkSubject> = {
  asks: 'its dnsmasq gets names from others',
  look: (subject) => {
    const { definition, readings, name } = subject;
    const [own] = addressesOf(definition);
    if (!own || !asksOthers(subject) || !readings.names) return undefined;
    if (answerOf(readings, own.address, 'alive').code === undefined) return undefined;
    const answer = answerOf(readings, own.address);
    if (isGood(answer)) return well(said(answer));
    const forwarders = forwardersOf(subject).map((server) => answerOf(readings, server));
    if (forwarders.length > 0 && !forwarders.some(isGood)) {
      return wrong({
        id: 'forwarder-silent',
        rank: 'certain',
        summary: `Network ${name} asks ${forwarders.map(({ server }) => server).join(', ')} for names, and gets no answer there.`,
        evidence: [...forwarders.map(said), said(answer)],
        commands: [onNetwork('net-edit', name)],
      });
    }
    const hostIsWell = readings.state.resolvers.some((server) => isGood(answerOf(readings, server)));
    if (forwarders.length === 0 && !hostIsWell) return undefined;
    return wrong({
      id: 'dnsmasq-forwards-nothing',
      rank: 'likely',
      summary: `The dnsmasq of network ${name} hands no question on, although name servers answer the host.`,
      evidence: [said(answer), `/etc/resolv.conf: ${readings.state.resolvers.join(', ')}`],
      commands: [onNetwork('net-dumpxml', name)],
    });
  },
};

function answerOf(
  { names = [] }: HostReadings,
  server: string,
  question: NameAnswer['question'] = 'name',
): NameAnswer {
  return names.find((one) => one.server === server && one.question === question) ?? { server, question };
}

/** A name that does not exist is an answer, too. */
function isGood({ code }: NameAnswer): boolean {
  return code === 0 || code === 3;
}

function said({ server, code }: NameAnswer): string {
  return `${server}, asked from the host: ${code === undefined ? 'no answer' : (CODES[code] ?? `code ${code}`)}`;
}
