import { bundled } from './bundled.ts';
import { lab } from './lab.ts';
import type { Conversation, Went } from './session-client.ts';

/** How a test comes to a host. */
interface Way extends Partial<Omit<Conversation['target'], 'name' | 'connection' | 'sshArgs'>> {
  /** For ssh; a file with -F is in place of the lab's. */
  args?: readonly string[];
}

/** Lets the operator's machine talk to a host, as `operator` unless the way says otherwise. */
export async function talk(
  name: string,
  { args = [], ...way }: Way = {},
  rest: Omit<Conversation, 'target'> = { scripts: ['id -un'] },
): Promise<Went> {
  const sshArgs = ['-F', lab.paths.sshConfig, ...args];
  const usual = { connection: 'ssh', transport: 'ssh2', user: 'operator', become: false } as const;
  const target = { ...usual, ...way, name, sshArgs };
  const stdin = JSON.stringify({ target, ...rest } satisfies Conversation);
  const { code, stdout, stderr } = await lab.exec([process.execPath, bundled('session-client')], { stdin });
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** What its scripts printed. */
export const said = (went: Went) => went.replies.map(({ stdout }) => stdout.trim());
