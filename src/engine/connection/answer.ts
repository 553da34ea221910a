import type { Reply } from '../../transport/session.ts';
import { type Performed, takePerformed, type Work } from '../apply.ts';
import type { Observations } from '../script/observations.ts';
import { takeAnswers } from '../script/observe.ts';

/** What a script is going to answer, and the nonce of its marks. */
export interface Answer {
  sent: Promise<Reply>;
  nonce: string;
}

/** Takes in what was read behind the steps, and gives what they came to. */
export async function taken(work: Work, into: Observations, { sent, nonce }: Answer): Promise<Performed> {
  const reply = await sent;
  into.take(work.after, takeAnswers(work.after, reply, nonce));
  return takePerformed(reply, nonce);
}
