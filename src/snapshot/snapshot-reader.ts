import type { Asking } from '../engine/connection/asking-task.ts';
import { HostReader, type Open } from '../engine/connection/host-reader.ts';
import { armedGuards } from '../engine/guard/armed-guards.ts';
import { Observations } from '../engine/script/observations.ts';
import { hiddenTexts } from '../hidden-texts.ts';
import type { HostTarget } from '../host-targets.ts';
import type { Probe } from '../plan/probe.ts';
import { Lost } from '../transport/session.ts';
import { type Reason, Unreachable } from '../transport/unreachable.ts';
import type { Ended, Rights, Side } from './host-answers.ts';
import { type Kept, keptAnswer, needsKey, quietTexts, wholeAnswers } from './kept-answer.ts';
import { questionOf } from './question.ts';
import type { Snapshot } from './snapshot.ts';
import { allWanted, NOTHING_WANTED, type Wanted, wantedBy } from './wanted.ts';

/** A host as its reader has to know it: `become` says as whom it is asked, whoever asks. */
export type SnapshotHost = Pick<HostTarget, 'name' | 'libvirtUri' | 'become'>;

/** A question with what is wanted there. */
interface Question {
  probe: Probe;
  id: string;
  wanted: Wanted;
  /** What is wanted of other questions. */
  about: (key: string) => Wanted | undefined;
}

/** Reads a host from a snapshot. While that is taken, what it does not have is asked, and kept. */
export class SnapshotReader extends HostReader {
  readonly #host: SnapshotHost;
  readonly #mayFallBack: boolean;
  readonly #snapshot: Snapshot;

  constructor(host: SnapshotHost, open: Open, fallsBack: boolean, snapshot: Snapshot) {
    super(open, host.libvirtUri);
    this.#host = host;
    this.#mayFallBack = fallsBack;
    this.#snapshot = snapshot;
  }

  override async observe(
    all: readonly Probe[],
    become: boolean,
    into: Observations,
    by: Asking = [],
  ): Promise<void> {
    await super.observe(all.filter(isHere), become, into);
    const probes = all.filter((probe) => !isHere(probe));
    if (probes.length === 0) return;
    const questions = this.#questions(probes, by);
    if (this.#snapshot.isLive && !(await this.#ask(questions, become, into))) return;
    const side = this.#answers().of(this.#rights(become));
    const { ended, answers } = side;
    if (ended && !questions.every(({ id }) => answers[id])) throw failure(ended);
    for (const question of questions)
      this.#take(question, answers[question.id] ?? this.#implied(question, answers), into);
  }

  override async close(): Promise<void> {
    await super.close();
    this.#snapshot.of(this.#host.name)?.rest();
  }

  #questions(probes: readonly Probe[], by: Asking): Question[] {
    const wantedFor = wantedBy(by);
    return probes.map((probe) => {
      const own = wantedFor(probe.key) ?? NOTHING_WANTED;
      const id = questionOf(probe, this.uri, own, this.#snapshot.secrets);
      // What earlier runs recorded is of many tasks.
      const wanted = probe.kept ? allWanted(by) : own;
      return { probe, id, wanted, about: wantedFor };
    });
  }

  #answers() {
    const answers = this.#snapshot.of(this.#host.name);
    if (answers) return answers;
    this.#snapshot.misses(this.#host.name, 'the host');
    const command = this.#snapshot.command;
    throw new Unreachable('snapshot', { detail: NO_HOST, hint: 'Take one that has it, such as:', command });
  }

  /** As whom the host was asked where this is asked for. */
  #rights(become: boolean): Rights {
    const isRoot = this.#host.become ?? become;
    if (!isRoot) return 'login';
    const { ended } = this.#answers().of('root');
    const isDenied = ended !== undefined && 'unreachable' in ended && ended.unreachable === 'become';
    if (!become || !this.#mayFallBack || !isDenied) return 'root';
    this.isUnprivileged = true;
    return 'login';
  }

  /** Asks the host what is not known yet; false where somebody is about to change it, which is not kept. */
  async #ask(questions: readonly Question[], become: boolean, into: Observations): Promise<boolean> {
    const rights = this.#rights(become);
    const { ended, answers } = this.#answers().of(rights);
    const open = ended ? [] : questions.filter(({ id }) => !answers[id]);
    if (open.length === 0) return true;
    const fresh = new Observations();
    const probes = open.map(({ probe }) => probe);
    try {
      await super.observe(probes, this.isUnprivileged ? false : become, fresh);
    } catch (error) {
      const end = endOf(error);
      if (!end) throw error;
      this.#answers().end(rights, end);
      return this.#rights(become) === rights || this.#ask(questions, become, into);
    }
    if ((fresh.known(armedGuards) ?? []).length > 0) {
      this.#answers().clear();
      into.takeFrom(fresh, probes);
      return false;
    }
    const kept = open.map((question) => [question.id, this.#kept(question, fresh)] as const);
    this.#answers().add(rights, Object.fromEntries(kept));
    return true;
  }

  #kept({ probe, wanted, about }: Question, fresh: Observations): Kept {
    const { secrets } = this.#snapshot;
    const known = fresh.get(probe);
    if (known && 'raw' in known && known.raw) {
      const answers = probe.kept?.(known.raw.answers, about) ?? known.raw.answers;
      this.#snapshot.withhold(this.#host.name, quietTexts(answers, wanted));
      return keptAnswer(probe, answers, wanted, secrets);
    }
    const why = known && 'error' in known ? known.error.message : 'the host gave no answer';
    return { unread: secrets.without(why, probe.secrets) };
  }

  #take({ probe, wanted }: Question, kept: Kept | undefined, into: Observations): void {
    const why = this.#whyNot(probe, wanted, kept);
    const isKnown = why === undefined && kept && 'answers' in kept;
    const answers = isKnown && wholeAnswers(kept, this.#snapshot.secrets, () => wanted);
    const raws = answers ? [{ answers, stream: [] }] : [];
    into.take([probe], { raws, virshError: why ?? '', scriptError: why ?? '' });
  }

  /** What follows from the answer to a broader question. */
  #implied({ probe: { within } }: Question, answers: Side['answers']): Kept | undefined {
    if (!within) return undefined;
    const { secrets } = this.#snapshot;
    const kept = answers[questionOf(within.probe, this.uri, NOTHING_WANTED, secrets)];
    if (!kept || !('answers' in kept)) return undefined;
    const known = within.answers(within.probe.parse(wholeAnswers(kept, secrets, () => NOTHING_WANTED)));
    return {
      answers: known.map(({ status, stdout, stderr }) => [status, stdout.toString(), stderr.toString()]),
    };
  }

  /** Why there is no answer. */
  #whyNot(probe: Probe, wanted: Wanted, kept: Kept | undefined): string | undefined {
    const { secrets, hasKey, command } = this.#snapshot;
    const name = hiddenTexts.conceal(probe.key);
    const isLocked = kept && wanted.texts.size > 0 && !hasKey && needsKey(kept);
    if (!kept || isLocked) this.#snapshot.misses(this.#host.name, name);
    if (!kept) return `${NO_ANSWER} ${name}.\n${this.#snapshot.retake}\n  ${command}`;
    if (isLocked) return NO_KEY;
    if ('unread' in kept) return secrets.whole(kept.unread, () => []);
    return 'withheld' in kept ? `The snapshot does not have ${name}: ${kept.withheld}` : undefined;
  }
}

const NO_HOST = 'the snapshot was taken without it.';
const NO_ANSWER = 'The snapshot has no answer to';
const NO_KEY =
  'The snapshot has this only for who took it, or has the passwords of ansible-vault that it was taken with: a secret is in it.';

function isHere({ ask }: Probe): boolean {
  return ask.kind === 'local';
}

function endOf(error: unknown): Ended | undefined {
  if (error instanceof Lost) return { lost: error.message };
  if (!(error instanceof Unreachable)) return undefined;
  const { detail, hint, command } = error.problem;
  return {
    ...{ unreachable: error.reason, detail: hiddenTexts.conceal(detail) },
    ...(hint !== undefined && { hint }),
    ...(command !== undefined && { command }),
  };
}

function failure(ended: Ended): Error {
  if ('lost' in ended) return new Lost(ended.lost, true);
  const { unreachable, detail, hint, command } = ended;
  return new Unreachable(unreachable as Reason, {
    detail,
    ...(hint !== undefined && { hint }),
    ...(command !== undefined && { command }),
  });
}
