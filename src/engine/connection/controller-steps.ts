import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hiddenTexts } from '../../hidden-texts.ts';
import { NOTHING_THERE } from '../../host/controller-file.ts';
import type { Answer, Probe } from '../../plan/probe.ts';
import type { LocalStep } from '../../plan/step.ts';
import { Lost } from '../../transport/session.ts';

const EMPTY = Buffer.alloc(0);

/** What this machine answers to a probe of it. */
export function answerHere({ ask }: Probe): Answer {
  if (ask.kind !== 'local') throw new Error('this machine is not the host');
  try {
    return { status: 0, stdout: readFileSync(ask.path), stderr: EMPTY };
  } catch (error) {
    const isAbsent = ['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code));
    return { status: isAbsent ? NOTHING_THERE : 1, stdout: EMPTY, stderr: Buffer.from(messageOf(error)) };
  }
}

/** What a step on this machine came to; without `failure` it succeeded. */
export interface DoneHere {
  failure?: string;
  result?: Readonly<Record<string, unknown>>;
}

/** Rejects with `Lost` when it is cut off. */
export async function doHere(step: LocalStep, cut: AbortSignal): Promise<DoneHere> {
  try {
    return step.do === 'save' ? save(step) : await request(step, cut);
  } catch (error) {
    if (cut.aborted) throw new Lost('You ended the run', true);
    return { failure: messageOf(error) };
  }
}

/** A file appears whole or not at all. */
function save({ path, content }: LocalStep & { do: 'save' }): DoneHere {
  mkdirSync(dirname(path), { recursive: true });
  // A name that nobody can foresee, for another host's copy and for whoever may write to the folder.
  const temporary = `${path}.${randomUUID()}.new`;
  try {
    writeFileSync(temporary, content, { flag: 'wx' });
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  return {};
}

async function request(step: LocalStep & { do: 'request' }, cut: AbortSignal): Promise<DoneHere> {
  const { url, method, headers, body, accept, follow, seconds } = step;
  const answer = await fetch(url, {
    method,
    headers,
    redirect: follow ? 'follow' : 'manual',
    signal: AbortSignal.any([AbortSignal.timeout(seconds * 1000), cut]),
    ...(body !== undefined && { body }),
  });
  const content = await answer.text();
  const isAccepted = accept.includes(answer.status);
  const result = {
    status: answer.status,
    url: answer.url,
    headers: Object.fromEntries(answer.headers),
    ...jsonOf(answer, content),
    ...((step.content || !isAccepted) && { content }),
  };
  if (isAccepted) return { result };
  const said = hiddenTexts.conceal(content.trim()).slice(0, 200);
  return { result, failure: `answered ${answer.status}, not ${accept.join(' or ')}${said && `: ${said}`}` };
}

function jsonOf({ headers }: Response, content: string): { json?: unknown } {
  if (!/\bjson\b/.test(headers.get('content-type') ?? '')) return {};
  try {
    return { json: JSON.parse(content) };
  } catch {
    return {};
  }
}

/** What fetch says of a failure is in its cause. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer came in time';
  const { cause } = error;
  return cause instanceof Error
    ? cause.message || String((cause as NodeJS.ErrnoException).code)
    : error.message;
}
