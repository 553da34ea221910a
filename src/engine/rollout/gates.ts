import { durationText } from '../../duration.ts';
import type { Gate } from '../../plan/rollout.ts';
import type { ResolvedPlay } from '../../playbook/resolve/resolved-play.ts';
import { INTERRUPTED } from '../walk/not-started.ts';
import type { Failures } from './failures.ts';
import { all, type FleetHosts } from './fleet-hosts.ts';
import { NAMES } from './host-gates.ts';

/** A wave that has ended. */
interface Ended {
  wave: number;
  /** `wave 1 of 3 (canary)`. */
  name: string;
  /** Its hosts that came to a good end. */
  hosts: readonly string[];
  /** The one behind it: `wave 2 of 3 (5 %)`. */
  next?: string | undefined;
}

/** Hosts that a reason names. */
const NAMED = 3;

/** What is asked behind the waves of a play. */
export class Gates {
  readonly #fleet: FleetHosts;
  readonly #index: number;
  readonly #play: ResolvedPlay;
  readonly #failures: Failures;
  /** Hosts that did not pass a gate, where the rollout goes on without them. */
  readonly #out = new Set<string>();
  /** Of hosts that were looked at when they had ended: why they do not pass. */
  readonly #looked = new Map<'drift' | 'guests', Map<string, string>>();

  /** `failures` are those of the play: hosts that do not pass a gate are among them. */
  constructor(fleet: FleetHosts, index: number, play: ResolvedPlay, failures: Failures) {
    this.#fleet = fleet;
    this.#index = index;
    this.#play = play;
    this.#failures = failures;
  }

  /** Whether hosts are asked once their whole wave has ended, and not only each as it ends. */
  get areWritten(): boolean {
    return this.#play.gates !== undefined;
  }

  /** Looks at a host that has just ended, while it is connected. */
  async look(name: string): Promise<void> {
    for (const gate of ['drift', 'guests'] as const) {
      const why = await this.#fleet.hosts.get(name)?.gates[gate]();
      if (why !== undefined) this.#of(gate).set(name, why);
    }
  }

  /** Asks everything behind a wave; resolves to why nothing follows it. */
  async behind(ended: Ended): Promise<string | undefined> {
    return (await this.#asked(ended)) ?? (await this.#pause(ended));
  }

  async #asked(ended: Ended): Promise<string | undefined> {
    const { soak } = this.#play.gates ?? {};
    const looked = (await this.#tell('drift', ended)) ?? (await this.#tell('guests', ended));
    const why = looked ?? (await this.#verify(ended));
    if (why !== undefined || soak === undefined || ended.next === undefined) return why;
    return (await this.#soak(soak, ended)) ?? (await this.#again(ended));
  }

  /** What may have come about during the soak time. */
  async #again(ended: Ended): Promise<string | undefined> {
    await this.#each(this.#still(ended), (name) => this.look(name));
    const looked = (await this.#tell('drift', ended)) ?? (await this.#tell('guests', ended));
    return looked ?? this.#verify(ended);
  }

  /** What was found when hosts were looked at, as the gate that it is. */
  #tell(gate: 'drift' | 'guests', ended: Ended): Promise<string | undefined> {
    return this.#gate(
      gate,
      ended,
      async () => new Map([...this.#of(gate)].filter(([host]) => !this.#out.has(host))),
    );
  }

  async #verify(ended: Ended): Promise<string | undefined> {
    const { hosts } = this.#play;
    const own = this.#still(ended).filter((name) => hosts.get(name)?.verify);
    if (own.length === 0) return undefined;
    return this.#gate('verify', ended, async () => {
      const failed = new Map<string, string>();
      const state = this.#fleet.performed.beside(own);
      await this.#each(own, async (name) => {
        const among = state.among(name, this.#index, this.#fleet.pause(name));
        const gates = this.#fleet.hosts.get(name)?.gates;
        const why = await gates?.verify(hosts.get(name)?.verify ?? [], among).finally(() => state.left(name));
        if (why !== undefined) failed.set(name, why);
      });
      return failed;
    });
  }

  /** A person says whether the next wave begins. */
  async #pause(ended: Ended): Promise<string | undefined> {
    const { next, wave, name } = ended;
    const { everyWave, isSure, ask } = this.#fleet.pausing ?? {};
    const { pause } = this.#play.gates ?? {};
    if (next === undefined || isSure || !(pause || everyWave)) return undefined;
    const about = { play: this.#play.name, wave, gate: 'pause' as const };
    if (!ask) {
      const message = `${sentence(next)} begins only when somebody says so, and there is no terminal to ask at. ${GO_ON}`;
      this.#fleet.announce({ type: 'gate-started', ...about });
      this.#fleet.announce({ type: 'gate-ended', ...about, passed: false, message });
      return message;
    }
    const { text, timeout } = pause ?? {};
    const until = timeout !== undefined && { until: new Date(Date.now() + timeout).toISOString() };
    this.#fleet.announce({ type: 'gate-started', ...about, ...until });
    const head = `${sentence(name)} of play "${this.#play.name}" is done.${text === undefined ? '' : ` ${text}`}`;
    const answer = await this.#fleet.confirmed(`${head}\nBegin with ${next}? [y/N] `, timeout);
    if (this.#fleet.isInterrupted) return this.#interrupted(about);
    const message = answerOf(answer, timeout);
    const passed = message === undefined;
    this.#fleet.announce({ type: 'gate-ended', ...about, passed, ...(!passed && { message }) });
    if (passed) return undefined;
    return `${message} ${sentence(next)} does not begin. ${GO_ON}`;
  }

  #soak(soak: number, ended: Ended): Promise<string | undefined> {
    const until = new Date(Date.now() + soak).toISOString();
    return this.#gate('soak', ended, () => this.#fleet.wait(soak).then(() => new Map()), until);
  }

  /**
   * A gate that `asks` which hosts do not pass it, and why. Of `verify`, where the play may fail on so many, the others
   * go on: what a playbook asks may be a fault of one host. Lost guests and drift are none to go on with.
   */
  async #gate(
    gate: Gate,
    { wave, name }: Ended,
    asks: () => Promise<ReadonlyMap<string, string>>,
    until?: string,
  ): Promise<string | undefined> {
    if (this.#fleet.isInterrupted) return INTERRUPTED;
    const about = { play: this.#play.name, wave, gate };
    this.#fleet.announce({ type: 'gate-started', ...about, ...(until !== undefined && { until }) });
    const failed = await asks();
    if (this.#fleet.isInterrupted) return this.#interrupted(about);
    for (const host of failed.keys()) this.#failures.add(host);
    const message = messageOf(failed);
    const mayFail = gate === 'verify' && this.#play.budget !== undefined;
    const tooMany = this.#failures.why ?? (mayFail ? undefined : '');
    const passed = message === undefined || tooMany === undefined;
    this.#fleet.announce({ type: 'gate-ended', ...about, passed, ...(message !== undefined && { message }) });
    if (message === undefined) return undefined;
    const hosts = [...failed.keys()];
    const why = `The ${NAMES[gate]} after ${name} of play "${this.#play.name}" failed on ${named(hosts)}.`;
    if (!passed) return `${why} ${tooMany}`.trimEnd();
    for (const host of hosts) {
      this.#out.add(host);
      this.#fleet.hosts.get(host)?.abandon(why);
    }
    return undefined;
  }

  #interrupted(about: { play: string; wave: number; gate: Gate }): string {
    const how = { passed: false, interrupted: true, message: INTERRUPTED } as const;
    this.#fleet.announce({ type: 'gate-ended', ...about, ...how });
    return INTERRUPTED;
  }

  /** The hosts that have passed everything so far. */
  #still({ hosts }: Ended): string[] {
    return hosts.filter((host) => !this.#out.has(host));
  }

  async #each(hosts: readonly string[], ask: (name: string) => Promise<void>): Promise<void> {
    await all(hosts.map((name) => this.#fleet.use(name, false, () => ask(name))));
  }

  #of(gate: 'drift' | 'guests'): Map<string, string> {
    const known = this.#looked.get(gate) ?? new Map<string, string>();
    this.#looked.set(gate, known);
    return known;
  }
}

const GO_ON = 'With --yes nobody is asked.';

function answerOf(answer: boolean | undefined, timeout: number | undefined): string | undefined {
  if (answer) return undefined;
  if (answer === false) return 'The answer was no.';
  return timeout === undefined ? 'There was no answer.' : `Nobody answered within ${durationText(timeout)}.`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The first reason, with its host. */
function messageOf(failed: ReadonlyMap<string, string>): string | undefined {
  const [[host, why] = []] = failed;
  if (host === undefined) return undefined;
  const more = failed.size > 1 ? ` (and ${failed.size - 1} more)` : '';
  return `${host}${more}: ${why}`;
}

function named(hosts: readonly string[]): string {
  const more = hosts.length > NAMED ? ` and ${hosts.length - NAMED} more` : '';
  return `${hosts.slice(0, NAMED).join(', ')}${more}`;
}
