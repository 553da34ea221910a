import { durationText } from '../../duration.ts';
import type { Gate } from '../../plan/rollout.ts';
import type { ResolvedPlay } from '../../playbook/resolve/resolved-play.ts';
import { INTERRUPTED } from '../walk/not-started.ts';
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
  /** Of hosts that were looked at when they had ended: why they do not pass. */
  readonly #looked = new Map<'drift' | 'guests', Map<string, string>>();

  constructor(fleet: FleetHosts, index: number, play: ResolvedPlay) {
    this.#fleet = fleet;
    this.#index = index;
    this.#play = play;
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
    await this.#each(ended, (name) => this.look(name));
    const looked = (await this.#tell('drift', ended)) ?? (await this.#tell('guests', ended));
    return looked ?? this.#verify(ended);
  }

  /** What was found when hosts were looked at, as the gate that it is. */
  #tell(gate: 'drift' | 'guests', ended: Ended): Promise<string | undefined> {
    return this.#gate(gate, ended, async () => this.#of(gate));
  }

  async #verify(ended: Ended): Promise<string | undefined> {
    const { hosts } = this.#play;
    const own = ended.hosts.filter((name) => hosts.get(name)?.verify);
    if (own.length === 0) return undefined;
    return this.#gate('verify', ended, async () => {
      const failed = new Map<string, string>();
      const state = this.#fleet.performed.beside(own);
      await this.#each({ hosts: own }, async (name) => {
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
    const message = this.#fleet.isInterrupted ? INTERRUPTED : answerOf(answer, timeout);
    const passed = message === undefined;
    this.#fleet.announce({ type: 'gate-ended', ...about, passed, ...(!passed && { message }) });
    if (passed || message === INTERRUPTED) return message;
    return `${message} ${sentence(next)} does not begin. ${GO_ON}`;
  }

  #soak(soak: number, ended: Ended): Promise<string | undefined> {
    const until = new Date(Date.now() + soak).toISOString();
    return this.#gate('soak', ended, () => this.#fleet.wait(soak).then(() => new Map()), until);
  }

  /** A gate that `asks` which hosts do not pass it, and why. */
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
    const message = this.#fleet.isInterrupted ? INTERRUPTED : messageOf(failed);
    const passed = message === undefined;
    this.#fleet.announce({ type: 'gate-ended', ...about, passed, ...(message !== undefined && { message }) });
    if (message === undefined || message === INTERRUPTED) return message;
    return `The ${NAMES[gate]} after ${name} of play "${this.#play.name}" failed on ${named([...failed.keys()])}.`;
  }

  async #each({ hosts }: Pick<Ended, 'hosts'>, ask: (name: string) => Promise<void>): Promise<void> {
    await all(hosts.map((name) => this.#fleet.use(name, false, () => ask(name))));
  }

  #of(gate: 'drift' | 'guests'): Map<string, string> {
    const known = this.#looked.get(gate) ?? new Map<string, string>();
    this.#looked.set(gate, known);
    return known;
  }
}

const GO_ON = 'With --yes nobody is asked; virtfleet run --resume goes on.';

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
