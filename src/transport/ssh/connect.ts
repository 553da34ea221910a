import type { Duplex } from 'node:stream';
import { quote } from '../../plan/quote.ts';
import type { Secret } from '../secret.ts';
import { Unreachable } from '../unreachable.ts';
import { untilAborted } from '../until-aborted.ts';
import type { Keyring } from './identities.ts';
import type { KnownHostsFiles } from './known-hosts-files.ts';
import { type Connection, handshake } from './node-ssh.ts';
import type { SshSettings } from './ssh-settings.ts';
import { trustOf } from './trust.ts';

export interface ConnectParts {
  keyring: Keyring;
  knownHosts: KnownHostsFiles;
  /** Whether a host that known_hosts does not know is written there and trusted from then on. */
  acceptNew: boolean;
  /** Milliseconds for one attempt. */
  connectTimeout: number;
  /** Milliseconds between two signs of life. */
  keepalive: number;
  /** Of the login; tried when no key is accepted. */
  password?: Secret | undefined;
}

/** One attempt: a socket, the host's key, the user's keys. Rejects with `Unreachable` or the signal's reason. */
export async function connect(
  open: () => Promise<Duplex>,
  settings: SshSettings,
  { keyring, knownHosts, acceptNew, connectTimeout, keepalive, password }: ConnectParts,
  signal?: AbortSignal,
): Promise<Connection> {
  const { methods, notes } = await keyring.identities(settings);
  const trust = await trustOf(settings, knownHosts, acceptNew);
  const socket = await untilAborted(open(), signal, (late) => late.destroy());
  const stop = () => socket.destroy();
  signal?.addEventListener('abort', stop);
  try {
    const connection = await handshake({
      socket,
      user: settings.user,
      methods: [...methods, ...(password ? [{ password }] : [])],
      hostKeyTypes: trust.types,
      accepts: trust.accepts,
      timeout: connectTimeout,
      keepalive,
    });
    await trust.keep();
    return connection;
  } catch (error) {
    socket.destroy();
    signal?.throwIfAborted();
    if (error instanceof Unreachable && error.reason === 'auth')
      throw noKey(error, settings, password ? [...notes, WRONG] : notes);
    throw trust.refusal() ?? error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

const WRONG = 'the password is not accepted either';

function noKey(
  error: Unreachable,
  { user, hostname, port }: SshSettings,
  notes: readonly string[],
): Unreachable {
  const locked = notes.some((note) => note.includes('passphrase'));
  return new Unreachable('auth', {
    detail: [`${user} at ${hostname}: ${error.problem.detail}`, ...notes].join('; '),
    hint: locked
      ? 'Unlock the key with ssh-add before'
      : 'Check which keys ssh offers and what the host answers. Certificates and FIDO keys need virtfleet_transport: openssh',
    command: locked ? 'ssh-add' : quote(['ssh', '-v', '-l', user, '-p', `${port}`, '--', hostname, 'true']),
  });
}
