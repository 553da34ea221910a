import { setTimeout as sleep } from 'node:timers/promises';
import type { Probe } from '../plan/probe.ts';
import { Lost, type Session } from '../transport/session.ts';
import { Unreachable } from '../transport/unreachable.ts';
import { confirmText, type Guard, takeVerdict, type Verdict } from './guard.ts';
import type { Raw } from './raw.ts';
import { readText, takeAnswers } from './read.ts';
import type { Virsh } from './virsh.ts';

/** How a guarded change ended, as seen over new connections; `printed` is what its steps said. */
export type Confirmation =
  | { kind: 'confirmed'; session: Session; printed: string }
  /** The host took its change back; `left` are the keys of what is not as it was, and `why` what did not answer. */
  | { kind: 'reverted'; session: Session; left: readonly string[]; why: string | undefined }
  /** The host was not heard of any more. */
  | { kind: 'silent' };

/** What is compared after the way back. */
interface Before {
  before: readonly { probe: Probe; raw: Raw }[];
  virsh: Virsh;
}

/** Milliseconds between two questions, and how long the host may take for its way back after the time is up. */
const PAUSE = 500;
const WAY_BACK = 60_000;

/** Asks over new connections until the host has decided. `open` makes one; it rejects with `Unreachable`. */
export async function confirmation(
  guard: Guard,
  open: () => Promise<Session>,
  known: Before,
): Promise<Confirmation> {
  const until = Date.now() + guard.seconds * 1000 + WAY_BACK;
  let why: string | undefined;
  while (Date.now() < until) {
    const session = await attempt(open);
    const verdict = session && (await ask(session, guard));
    if (session && verdict?.kind === 'confirmed') return { ...verdict, session };
    if (session && verdict?.kind === 'reverted') {
      const left = await differing(session, known);
      if (left) return { kind: 'reverted', session, left, why };
    }
    if (verdict?.kind === 'unconfirmed') why = verdict.why;
    await session?.close();
    await sleep(PAUSE);
  }
  return { kind: 'silent' };
}

/** A session, if one comes in. */
export async function attempt(open: () => Promise<Session>): Promise<Session | undefined> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof Unreachable || (error instanceof Error && error.name === 'TimeoutError'))
      return undefined;
    throw error;
  }
}

/** Milliseconds that the host may take to answer; its own checks take seconds. */
const PATIENCE = 30_000;

async function ask(session: Session, guard: Guard): Promise<Verdict | undefined> {
  const reply = await session
    .run(confirmText(guard), { timeout: PATIENCE, repeatable: true })
    .catch(unlessLost);
  return reply && takeVerdict(reply.stdout.toString());
}

/** The keys of the probes that do not answer as they did. */
async function differing(session: Session, { before, virsh }: Before): Promise<string[] | undefined> {
  const probes = before.map(({ probe }) => probe);
  const reply = await session
    .run(readText(probes, virsh, session.nonce), { timeout: PATIENCE, repeatable: true })
    .catch(unlessLost);
  if (!reply) return undefined;
  const { raws } = takeAnswers(probes, reply, session.nonce);
  return before.flatMap(({ probe, raw }, index) => (same(raw, raws[index]) ? [] : [probe.key]));
}

function same(raw: Raw, other: Raw | undefined): boolean {
  return other !== undefined && Buffer.concat(raw.stream).equals(Buffer.concat(other.stream));
}

/** For what may be lost with its connection. */
export function unlessLost(error: unknown): undefined {
  if (!(error instanceof Lost)) throw error;
}
