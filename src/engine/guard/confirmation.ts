import { isDeepStrictEqual } from 'node:util';
import { pause } from '../../plan/interrupts.ts';
import type { Probe } from '../../plan/probe.ts';
import { Lost, type Session } from '../../transport/session.ts';
import { Unreachable } from '../../transport/unreachable.ts';
import { inBrackets, isAbort } from '../connection/connection-failure.ts';
import type { Writer } from '../script/lock.ts';
import { readText, takeAnswers } from '../script/observe.ts';
import type { Raw } from '../script/raw.ts';
import type { Virsh } from '../script/virsh.ts';
import {
  confirmText,
  questionText,
  refuseText,
  type Said,
  takeVerdict,
  type Verdict,
} from './confirm-script.ts';
import { folderOf, type Guard } from './guard.ts';

/** How a guarded change ended, as seen over new connections. */
export type Confirmation =
  | { kind: 'confirmed'; session: Session; said: Said }
  /**
   * The host rolled its change back; `left` are the keys of what is not as it was, `why` is what stood against it, and
   * `also` are files of earlier tasks that went with it. The disk refused the paths `unwritten`, and `restore` is what
   * tries again.
   */
  | {
      kind: 'reverted';
      session: Session;
      left: readonly string[];
      why: string;
      also: readonly string[];
      unwritten: readonly string[];
      restore: string;
    }
  /** The host did not come to its end; `answers` when it could be asked to the last. */
  | { kind: 'silent'; answers: boolean }
  | CutOff;

/** Nobody waits for the host any more, which then takes back by itself what it has not been told to keep. */
export interface CutOff {
  kind: 'cut';
  /** When the host has begun to at the latest: milliseconds since 1970. */
  until: number;
  /** Whether it is known that the change was begun. */
  isArmed: boolean;
  /** Whether the host may have been told to keep it. */
  isConfirming: boolean;
  /** Takes it back at once, on the host. */
  restore: string;
}

/** What decides about a guarded change. */
export interface Proving {
  /** Makes a new connection; it rejects with `Unreachable`. */
  open: () => Promise<Session>;
  /** What is not as the task wants it, read over such a connection; undefined when nothing differs. */
  proof: (session: Session, said: Said) => Promise<string | undefined>;
  /** What is compared after the rollback. */
  before: readonly { probe: Probe; raw: Raw }[];
  virsh: Virsh;
  writer: Writer;
  /** Ends the asking. */
  cut: AbortSignal;
  /** Whether it is known that the rollback is armed. */
  isArmed: boolean;
}

/** Milliseconds between two questions, and how long the host may take to roll back after the time is up. */
const PAUSE = 500;
const ROLLBACK = 60_000;

/** Milliseconds in which what the steps began may come to rest, before the host is told to roll back. */
const SETTLING = 10_000;

/** Milliseconds that a script may take which was sent and has not armed the rollback: longer than it waits for a lock. */
const BEGINNING = 30_000;

/** Asks over new connections until the host has decided: it keeps a change that is proven, and no other. */
export async function confirmation(guard: Guard, proving: Proving): Promise<Confirmation> {
  const until = Date.now() + guard.seconds * 1000 + ROLLBACK;
  let settled = Number.POSITIVE_INFINITY;
  let why: string | undefined;
  let answers = false;
  let isConfirming = false;
  let armed = proving.isArmed ? Date.now() : undefined;
  const restore = `sh ${folderOf(guard)}/restore`;
  const confirming = () => {
    isConfirming = true;
  };
  let refused: Unreachable | undefined;
  while (Date.now() < until && !proving.cut.aborted) {
    const session = await attempt(proving.open, (error) => {
      refused = error;
    });
    const said =
      session && (await decided(session, guard, { ...proving, settled, confirming }).catch(unlessLost));
    if (said?.why !== undefined) why = said.why;
    answers = said !== undefined;
    if (answers) armed ??= Date.now();
    const { verdict } = said ?? {};
    if (session && verdict?.kind === 'confirmed') return { ...verdict, session };
    if (session && verdict?.kind === 'reverted') {
      const left = await differing(session, proving);
      const silence = `no new connection came in within ${guard.seconds} s${inBrackets(refused)}`;
      if (left) return { ...verdict, session, left, restore, why: verdict.failure ?? why ?? silence };
    }
    if (verdict?.kind === 'done') settled = Math.min(settled, Date.now() + SETTLING);
    await session?.close();
    await pause(PAUSE, proving.cut);
  }
  if (!proving.cut.aborted) return { kind: 'silent', answers };
  const latest = (armed ?? Date.now() + BEGINNING) + guard.seconds * 1000;
  return { kind: 'cut', until: latest, isArmed: armed !== undefined, isConfirming, restore };
}

const UNENDED = 'its steps were not at their end when the host was last asked';

/**
 * What the host says, and after its steps does: `settled` is when what they began has come to rest; `confirming` is told
 * that it is about to be asked to keep the change.
 */
async function decided(
  session: Session,
  guard: Guard,
  {
    proof,
    writer,
    settled,
    confirming,
  }: Pick<Proving, 'proof' | 'writer'> & { settled: number; confirming(): void },
): Promise<{ verdict: Verdict; why?: string }> {
  const verdict = await ask(session, questionText(guard));
  if (verdict.kind === 'unconfirmed') return { verdict, why: verdict.why };
  if (verdict.kind === 'running') return { verdict, why: UNENDED };
  if (verdict.kind !== 'done') return { verdict };
  const why = await proof(session, verdict.said);
  if (why === undefined) confirming();
  if (why === undefined) return { verdict: await ask(session, confirmText(guard, writer)) };
  return { verdict: Date.now() < settled ? verdict : await ask(session, refuseText(guard)), why };
}

/** A session, if one comes in; otherwise `refused` gets what the last attempt said, if anything. */
export async function attempt(
  open: () => Promise<Session>,
  refused: (error: Unreachable) => void = () => undefined,
): Promise<Session | undefined> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof Unreachable) refused(error);
    else if (!isAbort(error) && !(error instanceof Error && error.name === 'TimeoutError')) throw error;
    return undefined;
  }
}

/** Milliseconds that the host may take to answer; its own checks take seconds. */
const PATIENCE = 30_000;

async function ask(session: Session, text: string): Promise<Verdict> {
  const reply = await session.run(text, { timeout: PATIENCE, repeatable: true });
  return takeVerdict(reply.stdout);
}

/** The keys of the probes that do not answer as they did. */
async function differing(session: Session, { before, virsh }: Proving): Promise<string[] | undefined> {
  const probes = before.map(({ probe }) => probe);
  const reply = await session
    .run(readText(probes, virsh, session.nonce), { timeout: PATIENCE, repeatable: true })
    .catch(unlessLost);
  if (!reply || reply.stopped) return undefined;
  const { raws } = takeAnswers(probes, reply, session.nonce);
  return before.flatMap(({ probe, raw }, index) => (same(probe, raw, raws[index]) ? [] : [probe.key]));
}

/** Whether both say the same. */
function same(probe: Probe, raw: Raw, other: Raw | undefined): boolean {
  if (other === undefined) return false;
  if (Buffer.concat(raw.stream).equals(Buffer.concat(other.stream))) return true;
  if (!probe.renumbered) return false;
  try {
    return isDeepStrictEqual(probe.parse(raw.answers), probe.parse(other.answers));
  } catch {
    return false;
  }
}

/** For what may be lost with its connection. */
export function unlessLost(error: unknown): undefined {
  if (!(error instanceof Lost)) throw error;
}
