import type { Probe } from '../plan/probe.ts';
import type { ResolvedTask } from '../playbook/resolve/resolved-play.ts';
import { awaitGuards, guardsIn } from './await-guards.ts';
import type { HostReader } from './connection/host-reader.ts';
import { armedGuards } from './guard/armed-guards.ts';
import { loginUser } from './rights.ts';
import type { Observations } from './script/observations.ts';

export interface Waiting {
  signal: AbortSignal;
  /** Another run has left a change half done, whose end is waited for. */
  begins(): void;
  /** It has ended. */
  ended(message: string): void;
}

/** What is read with the first read, which asks these probes. */
type Beside = (first: readonly Probe[]) => readonly Probe[];

/** Reads what the tasks of one host need, once no other run has a change half done there. */
export class HostReads {
  readonly #remote: HostReader;
  readonly #waiting: Waiting;
  /** Whether no other run has left a change half done. */
  #settled = false;
  readonly #beside: Beside;
  /** Whether the first read was as root. */
  become = false;

  constructor(remote: HostReader, waiting: Waiting, beside: Beside = () => []) {
    this.#remote = remote;
    this.#waiting = waiting;
    this.#beside = beside;
  }

  /** Reads what these tasks need and nobody has read; as root what any of them needs root for. */
  async observe(tasks: readonly ResolvedTask[], into: Observations): Promise<void> {
    const byBecome = (become: boolean): Probe[] =>
      tasks
        .filter((task) => task.become === become)
        .flatMap(({ definition, desired }) => Object.values(definition.observe(desired)));
    const asked = [true, false].map((become) => ({ become, probes: into.missing(byBecome(become)) }));
    const first = asked.find(({ probes }) => probes.length > 0);
    if (first && !this.#settled) await this.#settle(first.probes, first.become, into, tasks);
    for (const { become, probes } of asked)
      await this.#remote.observe(into.missing(probes), become, into, tasks);
  }

  /** Reads a probe with the rights of the login user. */
  async asLoginUser(probe: Probe, into: Observations): Promise<Observations> {
    await this.#remote.observe(into.missing([probe]), false, into);
    return into;
  }

  /** The first read: what it finds half done by another run is waited for, and then read again. */
  async #settle(
    probes: readonly Probe[],
    become: boolean,
    into: Observations,
    tasks: readonly ResolvedTask[],
  ): Promise<void> {
    this.become = become;
    const others = this.#beside(probes);
    const beside = [armedGuards, ...(become ? [] : [loginUser]), ...into.missing(others)];
    const first = beside.filter(({ key }) => !probes.some((probe) => probe.key === key));
    await this.#remote.observe([...probes, ...first], become, into, tasks);
    const guards = guardsIn(into) ?? [];
    if (guards.length > 0) {
      this.#waiting.begins();
      this.#waiting.ended(await awaitGuards(guards, this.#remote, become, this.#waiting.signal));
      into.forget();
      await this.#remote.observe(others, become, into);
    }
    this.#settled = true;
  }
}
