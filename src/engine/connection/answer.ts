import type { Probe } from '../../plan/probe.ts';
import type { Reply, Session } from '../../transport/session.ts';
import { type AllPerformed, takePerformed, type Work } from '../apply.ts';
import type { Writer } from '../script/lock.ts';
import type { Observations } from '../script/observations.ts';
import { takeAnswers } from '../script/observe.ts';
import type { Virsh } from '../script/virsh.ts';
import { scriptOf } from './write-script.ts';

/** What a script is going to answer, with what it reads behind its tasks, and the nonce of its marks. */
export interface Answer {
  sent: Promise<Reply>;
  nonce: string;
  after: readonly Probe[];
}

/** Seconds for what surrounds steps that say how long they may take: no less than any other script has. */
const MOMENT = 120;

/** Sends the script of these tasks. */
export function sent(tasks: readonly Work[], virsh: Virsh, writer: Writer, session: Session): Answer {
  const { nonce } = session;
  const { text, seconds, after } = scriptOf(tasks, virsh, writer, nonce);
  const options = seconds > 0 ? { timeout: (MOMENT + seconds) * 1000 } : {};
  return { sent: session.run(text, options), nonce, after };
}

/** Takes in what was read behind the tasks, and gives what they came to. */
export async function taken(
  { sent: reply, nonce, after }: Answer,
  into: Observations,
): Promise<AllPerformed> {
  const answered = await reply;
  into.take(after, takeAnswers(after, answered, nonce));
  return takePerformed(answered, nonce);
}
