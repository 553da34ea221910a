import type { Change, Impact } from '../plan/change.ts';
import { type KernelAnswer, kernelAnswer, NOWHERE } from './kernel-answer.ts';
import { type Routing, routing } from './routing.ts';
import { type SessionPath, sessionPath } from './session-path.ts';

/** What is known of the way on which the operator comes in. */
export interface SelfPath {
  session: SessionPath;
  routing: Routing;
}

/** The probes that see it. */
export const selfPath = { session: sessionPath, routing };

/** What a change does to the network of a host. */
export interface Touch {
  /** Links that it makes, changes or removes. */
  links?: readonly string[];
  /** The rules and routes afterwards. */
  after?: Routing;
  /** Why nobody can compute what it does to the answers of the host, as in `dhcp4 of br0 decides …`. */
  unknown?: string | undefined;
}

/**
 * The impact of a change that may take the operator's own way to the host: it touches a link that carries this
 * session, or afterwards the kernel would send its answers elsewhere, or nobody can compute whether it would. Undefined
 * for any other change, and where there is no session that could be cut.
 */
export function selfImpact(
  { links = [], after, unknown }: Touch,
  { session, routing: before = NOTHING }: Pick<SelfPath, 'session'> & Partial<SelfPath>,
): Impact | undefined {
  const { client, server = '', serverPort = 22 } = session;
  if (client === undefined) return undefined;
  const management = (note: string): Impact => ({ disruption: 'management', note });
  const met = links.filter((link) => session.links.includes(link));
  if (met.length > 0) return management(`this SSH session comes in over ${[...new Set(met)].join(', ')}`);
  if (links.length > 0 && session.links.length === 0)
    return management('which links carry this SSH session is unknown');
  if (unknown !== undefined) return management(unknown);
  if (after === undefined) return undefined;
  const connection = { client, server, serverPort };
  const is = plausible(kernelAnswer(connection, before), client);
  const next = kernelAnswer(connection, after);
  const answers = `the answers of this SSH session to ${client}`;
  if (!is.known || !next.known) {
    if (!differs(before, after)) return undefined;
    const { why } = (is.known ? next : is) as KernelAnswer & { known: false };
    return management(`where ${answers} would go is unknown: ${why}`);
  }
  if (is.way !== next.way) return management(`${answers} would go ${next.way} instead of ${is.way}`);
  if (is.gateway === next.gateway) return undefined;
  return management(
    `${answers} go ${is.way}; the way to that gateway would be ${next.gateway} instead of ${is.gateway}`,
  );
}

/**
 * A change of a file, a unit or a parameter that may take the operator's way. Because the host takes it back then, it
 * asks for no more consent than the same change of another host, so that it needs no word in the playbook.
 */
export function guarded(change: Change, self: Impact | undefined): Change {
  return self ? { ...change, impact: self, consent: change.impact.disruption } : change;
}

/** The host does answer its client: where it is computed not to, it goes by something that was not read. */
function plausible(answer: KernelAnswer, client: string): KernelAnswer {
  if (!answer.known || answer.way !== NOWHERE) return answer;
  return { known: false, why: `no route of the host leads to ${client}, which it answers` };
}

/**
 * Why a change is not even made under a guard: the host would have the address of the client or of the gateway to it.
 * Whoever knows its MAC address still reaches it, and so confirms the change; nobody does once he has to ask for it.
 */
export function selfRefusal(after: Routing, { session, routing: before }: SelfPath): string | undefined {
  const { client, server = '', serverPort = 22 } = session;
  if (client === undefined) return undefined;
  const connection = { client, server, serverPort };
  const [is, next] = [kernelAnswer(connection, before), kernelAnswer(connection, after)];
  if (!is.known || !next.known) return undefined;
  const isOwn = (way: 'way' | 'gateway') => next[way].includes(ITSELF) && !is[way].includes(ITSELF);
  if (isOwn('way'))
    return `${client} is the address that you come from: a host that has it does not answer you.`;
  if (!isOwn('gateway')) return undefined;
  return `The answers to ${client} go ${next.way}, and that gateway's address would be one of the host's own: it would not answer the gateway any more.`;
}

/** In the words of `kernelAnswer`. */
const ITSELF = 'to the host itself';

const NOTHING: Routing = { rules: [], routes: [] };

function differs(before: Routing, after: Routing): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}
