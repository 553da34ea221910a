import { userInfo } from 'node:os';
import { json } from 'node:stream/consumers';
import { Secret } from '../../src/transport/secret.ts';
import type { RunOptions } from '../../src/transport/session.ts';
import type { Target } from '../../src/transport/target.ts';
import {
  createTransport,
  TRANSPORT_DEFAULTS,
  type TransportSettings,
} from '../../src/transport/transport.ts';
import { Unreachable } from '../../src/transport/unreachable.ts';

/** What to do on one host; it comes on stdin, because a password may be in it. */
export interface Conversation {
  target: Omit<Target, 'becomePassword'>;
  password?: string;
  settings?: Partial<Pick<TransportSettings, 'acceptNew' | 'connectTimeout' | 'keepalive'>>;
  scripts: readonly string[];
  /** How often more it opens a session and runs the scripts. */
  again?: number;
  options?: Pick<RunOptions, 'repeatable' | 'timeout'>;
}

/** How it went: an answer for each script, or why there is none. */
export interface Went {
  replies: { status: number; stdout: string; stderr: string; stopped?: string }[];
  lost?: string;
  unreachable?: { reason: string; detail: string };
}

/** Runs on the operator's machine, where the hosts can be reached. */
async function converse({
  target,
  password,
  settings,
  scripts,
  options,
  again = 0,
}: Conversation): Promise<Went> {
  const { homedir, username, uid } = userInfo();
  const local = { home: homedir, user: username, uid, env: {} };
  const transport = createTransport({ ...TRANSPORT_DEFAULTS, ...settings, local });
  const went: Went = { replies: [] };
  try {
    for (let time = 0; time <= again; time += 1) {
      const session = await transport.open({
        ...target,
        ...(password !== undefined && { becomePassword: new Secret(password) }),
      });
      for (const script of scripts) {
        const reply = await session.run(script, options);
        went.replies.push({ ...reply, stdout: reply.stdout.toString(), stderr: reply.stderr.toString() });
      }
      await session.close();
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error instanceof Unreachable)
      went.unreachable = { reason: error.reason, detail: error.problem.detail };
    else if (error.name === 'Lost') went.lost = error.message;
    else throw error;
  } finally {
    await transport.close();
  }
  return went;
}

console.log(JSON.stringify(await converse((await json(process.stdin)) as Conversation)));
