import type { Problem } from '../problem.ts';
import { HostAnswers } from './host-answers.ts';
import { withoutTexts } from './kept-answer.ts';
import type { SecretTexts } from './secret-texts.ts';

/**
 * What a fleet answered. While it is taken, hosts are asked what it does not have, once; later it answers in their
 * place, and says of each question that it has no answer to.
 */
export class Snapshot {
  readonly #hosts = new Map<string, HostAnswers>();
  readonly #quiet = new Map<string, Set<string>>();
  readonly #missing = new Map<string, Set<string>>();
  readonly secrets: SecretTexts;
  /** Whether hosts are asked. */
  readonly isLive: boolean;
  /** Whether the secrets of who uses it can be told from those that it was taken with. */
  readonly hasKey: boolean;
  /** The command that takes it. */
  readonly command: string;
  readonly #by: string;

  constructor(about: {
    secrets: SecretTexts;
    hasKey: boolean;
    command: string;
    /** The version of Virtfleet that took it, and when: ISO 8601; absent while it is taken. */
    by?: { virtfleet: string; taken: string };
    /** What was kept of each host; absent while it is taken. */
    hosts?: ReadonlyMap<string, Buffer>;
  }) {
    this.secrets = about.secrets;
    this.hasKey = about.hasKey;
    this.command = about.command;
    this.#by = about.by ? `Virtfleet ${about.by.virtfleet} took it at ${about.by.taken}. ` : '';
    this.isLive = about.hosts === undefined;
    for (const [host, packed] of about.hosts ?? []) this.#hosts.set(host, new HostAnswers(packed));
  }

  /** Undefined of a host that it does not have. */
  of(host: string): HostAnswers | undefined {
    const known = this.#hosts.get(host);
    if (known || !this.isLive) return known;
    const fresh = new HostAnswers();
    this.#hosts.set(host, fresh);
    return fresh;
  }

  /** Notes texts that nothing of a host may show. */
  withhold(host: string, texts: readonly string[]): void {
    if (texts.length > 0) this.#quiet.set(host, new Set([...(this.#quiet.get(host) ?? []), ...texts]));
  }

  /** What was kept of each host, by its name, without the secrets that became known since. */
  packed(): [string, Buffer][] {
    return [...this.#hosts].map(([host, answers]) => {
      const quiet = this.#quiet.get(host) ?? new Set();
      answers.rewrite((kept) => withoutTexts(kept, quiet, this.secrets));
      const packed = answers.packed();
      answers.rest();
      return [host, packed];
    });
  }

  get hosts(): ReadonlyMap<string, HostAnswers> {
    return this.#hosts;
  }

  /** Notes what was asked in vain. */
  misses(host: string, question: string): void {
    const own = this.#missing.get(host) ?? new Set();
    this.#missing.set(host, own.add(question));
  }

  /** What to do for an answer that it does not have, before its command. */
  get retake(): string {
    return `${this.#by}Another version, other playbooks and other rights ask otherwise. Take one with the same, such as:`;
  }

  /** What was asked in vain: a problem for each set of questions, with its hosts. */
  warnings(): Problem[] {
    const byQuestions = new Map<string, string[]>();
    for (const [host, questions] of this.#missing) {
      const said = [...questions].join(', ');
      byQuestions.set(said, [...(byQuestions.get(said) ?? []), host]);
    }
    return [...byQuestions].map(([questions, hosts]) => ({
      code: 'unanswered-question',
      summary: 'The snapshot has no answer to what was asked',
      detail: `It does not have: ${questions}.`,
      hosts,
      hint: `What rests on it is not told. ${this.retake}`,
      command: this.command,
    }));
  }
}
