import { type Patience, retry } from '../transport/retry.ts';
import { sentTo } from './body.ts';
import type { Notification } from './notification.ts';
import type { Receiver } from './receiver.ts';

/** Milliseconds for one attempt. */
const TIMEOUT = 10_000;

/** Five attempts within a minute and a half; then the next check tries again. */
export const SENDING: Omit<Patience, 'random' | 'sleep'> = { tries: 5, first: 1_000, longest: 10_000 };

/** A receiver that does not take a notification; `mayPass` where it may take it later. */
class Refused extends Error {
  readonly mayPass: boolean;

  constructor(message: string, mayPass: boolean) {
    super(message);
    this.mayPass = mayPass;
  }
}

/** Delivers a notification to a webhook. Rejects with a sentence without its URL. */
export async function send(
  { url, headers }: Receiver & { kind: 'webhook' },
  notification: Notification,
  patience: Patience,
  signal: AbortSignal,
): Promise<void> {
  const { method, url: target, body } = sentTo(url, notification);
  const request = {
    method,
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': `virtfleet/${notification.virtfleet}`,
      'idempotency-key': notification.key,
      ...headers,
    },
    // A redirect would turn a POST into a GET, and take the headers elsewhere.
    redirect: 'manual',
  } as const;
  const attempt = async () => {
    const answer = await answered(target, request, signal);
    await answer.body?.cancel();
    if (answer.ok) return;
    const mayPass = answer.status >= 500 || PASSING.has(answer.status);
    throw new Refused(`It answered ${answer.status} ${answer.statusText}`.trim(), mayPass);
  };
  await retry(attempt, (error) => error instanceof Refused && error.mayPass, patience, signal);
}

/** Too early, too often, or too slow. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

async function answered(url: URL, request: RequestInit, signal: AbortSignal): Promise<Response> {
  const late = AbortSignal.timeout(TIMEOUT);
  try {
    return await fetch(url, { ...request, signal: AbortSignal.any([signal, late]) });
  } catch (error) {
    if (signal.aborted) throw error;
    if (late.aborted) throw new Refused(`It did not answer within ${TIMEOUT / 1_000} s`, true);
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const reason = cause instanceof Error ? ('code' in cause ? String(cause.code) : cause.message) : '';
    throw new Refused(`It cannot be reached: ${reason}`, true);
  }
}
