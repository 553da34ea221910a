import { readFile } from 'node:fs/promises';
import type { Secret } from '../secret.ts';
import { agentKeys, type Key, type KeyMethod, parseKey } from './node-ssh.ts';
import type { SshSettings } from './ssh-settings.ts';

/** The keys to authenticate with, and why others were skipped. */
interface Identities {
  methods: KeyMethod[];
  notes: string[];
}

/** Files and agents are read once for all hosts; unlocking a key costs a quarter of a second. */
export interface Keyring {
  identities(settings: SshSettings): Promise<Identities>;
}

export type AskPassphrase = (file: string) => Promise<Secret | undefined>;

/**
 * The keys in ssh's order: configured keys of the agent, its other keys, files. The passphrase prompt appears
 * only if there is no other key.
 */
export function createKeyring(
  env: Readonly<Record<string, string | undefined>>,
  askPassphrase: AskPassphrase = async () => undefined,
): Keyring {
  const files = remember(readIdentity);
  const agents = remember(agentKeys);
  const unlocked = remember(async (file: string) => {
    const passphrase = await askPassphrase(file);
    return passphrase ? (parseKey(await readFile(file), passphrase.reveal()) ?? undefined) : undefined;
  });
  return {
    async identities(settings) {
      const identities = await Promise.all([...new Set(settings.identityFiles)].map(files));
      const socket = agentSocket(settings.identityAgent, env);
      const held = socket ? await agents(socket) : [];
      const isFile = (key: Key) => identities.some((identity) => isSame(identity.public, key));
      const configured = identities.flatMap((identity) => held.filter((key) => isSame(identity.public, key)));
      const keys = [...configured, ...(settings.identitiesOnly ? [] : held.filter((key) => !isFile(key)))];
      const others = identities.filter((identity) => !held.some((key) => isSame(identity.public, key)));
      const methods: KeyMethod[] = [
        ...(socket && keys.length > 0 ? [{ agent: socket, keys }] : []),
        ...others.flatMap(({ key }) => (key ? [{ key }] : [])),
      ];
      if (methods.length === 0) {
        for (const { file, locked } of others) {
          const key = locked ? await unlocked(file) : undefined;
          if (key) methods.push({ key });
        }
      }
      return { methods, notes: others.flatMap(({ note }) => note ?? []) };
    },
  };
}

interface Identity {
  file: string;
  key?: Key;
  public?: Key;
  locked?: boolean;
  note?: string;
}

async function readIdentity(file: string): Promise<Identity> {
  const text = await readFile(file).catch((error: NodeJS.ErrnoException) => error);
  if (text instanceof Error) {
    return text.code === 'ENOENT' && DEFAULT.test(file) ? { file } : { file, note: `${file}: ${text.code}` };
  }
  const key = parseKey(text);
  if (key?.isPrivateKey()) return { file, key, public: key };
  if (key) return { file, public: key };
  const half = await readFile(`${file}.pub`).then(parseKey, () => undefined);
  const note =
    key === null ? `${file} is locked by a passphrase` : `${file} has a format that ssh2 cannot read`;
  return { file, note, locked: key === null, ...(half ? { public: half } : {}) };
}

/** What ssh tries without configuration. These files may be missing. */
const DEFAULT = /\/\.ssh\/id_[a-z0-9_]+$/;

function isSame(one: Key | undefined, other: Key): boolean {
  return one?.getPublicSSH().equals(other.getPublicSSH()) ?? false;
}

/** The socket of the agent: ssh_config(5), IdentityAgent. */
export function agentSocket(
  setting: string,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (setting === 'none') return undefined;
  if (setting === 'SSH_AUTH_SOCK') return env.SSH_AUTH_SOCK;
  return setting.startsWith('$') ? env[setting.slice(1)] : setting;
}

/** Computes each answer once, even while the first is still pending. */
function remember<T>(work: (name: string) => Promise<T>): (name: string) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (name) => {
    const answer = answers.get(name) ?? work(name);
    answers.set(name, answer);
    return answer;
  };
}
