import { readFile } from 'node:fs/promises';
import { systemMessage } from '../../inventory/read-text.ts';
import { counted } from '../../report/fold.ts';
import { agentSocket, createKeyring } from '../../transport/ssh/identities.ts';
import { parseKnownHosts } from '../../transport/ssh/known-hosts.ts';
import { createSettingsReader } from '../../transport/ssh/ssh-config.ts';
import type { Local, SshSettings } from '../../transport/ssh/ssh-settings.ts';
import { Unreachable } from '../../transport/unreachable.ts';
import { type Finding, ok } from './finding.ts';
import { answerOf } from './program-answers.ts';

/** ssh, its agent, the login keys and the known hosts, as ssh's configuration has them for a host without its own. */
export async function sshFindings(local: Local): Promise<Finding[]> {
  const answer = answerOf('ssh', '-V');
  if (answer === 'missing')
    return [
      {
        ...{ name: 'ssh', status: 'problem', detail: 'there is no ssh program in PATH' },
        advice: "Install it: Virtfleet asks it for each host's settings.",
        command: 'sudo apt-get install openssh-client',
      },
    ];
  try {
    const settings = await createSettingsReader(local)({ args: [], destination: 'localhost' });
    return [ok('ssh', answer.said), ...(await keys(settings, local)), await knownHosts(settings)];
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    const detail = `${answer.said}: ${error.problem.detail}`;
    const advice = "Mend ssh's configuration. Until then every host is unreachable.";
    return [{ name: 'ssh', status: 'problem', detail, advice, command: 'ssh -G localhost' }];
  }
}

async function keys(settings: SshSettings, local: Local): Promise<Finding[]> {
  const { methods, notes } = await createKeyring(local.env).identities(settings);
  const socket = agentSocket(settings.identityAgent, local.env);
  const held = methods.flatMap((method) => ('agent' in method ? method.keys : []));
  const agent: Finding =
    held.length > 0
      ? ok('ssh-agent', `${counted(held.length, 'key')} that can be used`)
      : {
          ...{ name: 'ssh-agent', status: 'note' },
          detail:
            socket === undefined
              ? 'none: SSH_AUTH_SOCK is not set'
              : `${socket} does not answer, or has no key`,
          advice: 'Keys without a passphrase are read from their files. Add others to an agent.',
          command: 'ssh-add',
        };
  const files = methods.filter((method) => 'key' in method);
  const detail = [files.length > 0 ? counted(files.length, 'file') : 'no file', ...notes].join('; ');
  if (methods.length > 0) return [agent, ok('keys', detail)];
  const advice = 'Name a key in the inventory or with --private-key, or log in with a password (-k).';
  return [agent, { name: 'keys', status: 'note', detail, advice }];
}

/** A missing file knows no host; a file that cannot be read hides the hosts that it knows. */
async function knownHosts({ knownHostsFiles }: SshSettings): Promise<Finding> {
  const name = 'known_hosts';
  const read = await Promise.all(
    knownHostsFiles.map((file) =>
      readFile(file, 'utf8').then(
        (text) => ({ file, count: parseKnownHosts(text, file).length, fault: undefined }),
        (error: NodeJS.ErrnoException) => ({
          file,
          count: 0,
          fault: error.code === 'ENOENT' || error.code === 'ENOTDIR' ? undefined : systemMessage(error),
        }),
      ),
    ),
  );
  const faults = read.flatMap(({ file, fault }) => (fault === undefined ? [] : [`${file}: ${fault}`]));
  if (faults.length > 0)
    return {
      ...{ name, status: 'problem', detail: faults.join(' ') },
      advice: 'Make it readable for you: until then every host is unreachable.',
    };
  const known = read.filter(({ count }) => count > 0);
  if (known.length > 0)
    return ok(name, known.map(({ file, count }) => `${counted(count, 'key')} in ${file}`).join(', '));
  return {
    ...{ name, status: 'note', detail: `no key in ${knownHostsFiles.join(', ') || 'any file'}` },
    advice:
      'Hosts whose keys are not known are refused. Add their keys, or run once with --accept-new where nobody can be in between.',
  };
}
