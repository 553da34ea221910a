import type { Duplex } from 'node:stream';
import { NodeSSH } from 'node-ssh';
import ssh2, {
  type Algorithms,
  type AnyAuthMethod,
  type ClientChannel,
  type IdentityCallback,
  type KeyboardInteractiveAuthMethod,
  type ParsedKey,
  type ServerHostKeyAlgorithm,
} from 'ssh2';
import type { Channel } from '../channel.ts';
import type { Secret } from '../secret.ts';
import { type Reason, Unreachable } from '../unreachable.ts';

/** A public or private key, opaque to all but ssh2. */
export type Key = ParsedKey;

/** One way to authenticate with keys: a private one, or those that an agent holds. */
export type KeyMethod = { key: Key } | { agent: string; keys: readonly Key[] };
type AuthMethod = KeyMethod | { password: Secret };

export interface Handshake {
  /** Connected: a TCP socket or the tunnel through a jump host. */
  socket: Duplex;
  user: string;
  methods: readonly AuthMethod[];
  /** Key types to ask for first. */
  hostKeyTypes: readonly string[];
  accepts: (hostKey: Buffer) => boolean;
  /** Milliseconds until a shell can be started. */
  timeout: number;
  /** Milliseconds between two keepalives. After three without an answer the host is lost. */
  keepalive: number;
}

export interface Connection {
  start(command: string): Promise<Channel>;
  tunnel(host: string, port: number): Promise<Duplex>;
  /** Resolves with the reason when the connection ends; never rejects. */
  readonly ended: Promise<string>;
  close(): void;
}

/** Rejects with `Unreachable`. If `accepts` refused the key, the caller reports the reason. */
export async function handshake(options: Handshake): Promise<Connection> {
  const ssh = new NodeSSH();
  const connected = ssh.connect({
    sock: options.socket,
    username: options.user,
    readyTimeout: options.timeout,
    keepaliveInterval: options.keepalive,
    keepaliveCountMax: 3,
    // Without `none`, which ssh2 would try first: one round trip less.
    authHandler: options.methods.flatMap((method) => authentication(options.user, method)),
    hostVerifier: options.accepts,
    algorithms: { ...ALGORITHMS, serverHostKey: hostKeyAlgorithms(options.hostKeyTypes) },
  });
  const client = ssh.connection;
  if (!client) throw new Error('node-ssh made no connection');
  // ssh2 would make OpenSSH prove that it owns its other host keys: 8 ms of CPU per host for nothing.
  client.once('handshake', () => Object.assign(client, { _remoteVer: '' }));
  client.once('handshake', () => signAtOnce(client as unknown as Authenticating));
  let cause: string | undefined;
  // Stays, because node-ssh removes its own listener. Without one a reset connection would end the program.
  client.on('error', (error: Error) => {
    cause = error.message;
  });
  const ended = new Promise<string>((resolve) => {
    client.once('close', () => resolve(cause ?? 'The connection was closed by the host'));
  });
  try {
    await connected;
  } catch (error) {
    options.socket.destroy();
    throw refusal(error, 'closed');
  }
  return {
    ended,
    start: async (command) => {
      const stream = await asked<ClientChannel>('closed', (answer) => client.exec(command, answer));
      return channelOf(stream, ended);
    },
    tunnel: (host, port) =>
      asked('refused', (answer) => client.forwardOut('127.0.0.1', 0, host, port, answer)),
    close: () => {
      cause ??= 'The session was closed';
      ssh.dispose();
      // A frozen host does not answer the close, and `destroy` of ssh2 does nothing once its side is closed.
      setTimeout(() => options.socket.destroy(), FAREWELL).unref();
    },
  };
}

/** Milliseconds to wait for the host to close the connection. */
const FAREWELL = 500;

/** Undefined when ssh2 cannot read it; null when it needs a passphrase. */
export function parseKey(text: Buffer | string, passphrase?: string): Key | null | undefined {
  const parsed = ssh2.utils.parseKey(text, passphrase);
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!(key instanceof Error)) return key;
  return /passphrase|encrypted/i.test(key.message) && passphrase === undefined ? null : undefined;
}

/** The keys that an agent holds and ssh2 can use; none when there is no agent. */
export function agentKeys(socket: string): Promise<Key[]> {
  return new Promise((resolve) => {
    new ssh2.OpenSSHAgent(socket).getIdentities((error, keys) =>
      resolve(error || !keys ? [] : keys.flatMap((key) => ('pubKey' in key ? [] : [key]))),
    );
  });
}

/** Nothing with SHA-1. AES-GCM first, since its cipher is native code; ChaCha20 is not. */
const ALGORITHMS = {
  kex: [
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'ecdh-sha2-nistp256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
  ],
  cipher: [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'aes128-ctr',
    'aes256-ctr',
    'chacha20-poly1305@openssh.com',
  ],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com'],
  compress: ['none'],
} satisfies Algorithms;

const HOST_KEYS: ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];

function hostKeyAlgorithms(types: readonly string[]): ServerHostKeyAlgorithm[] {
  const onFile = (algorithm: string) => types.includes(algorithm.startsWith('rsa-') ? 'ssh-rsa' : algorithm);
  return [...HOST_KEYS.filter(onFile), ...HOST_KEYS.filter((algorithm) => !onFile(algorithm))];
}

interface Authenticating {
  _protocol: { authPK: AuthPublicKey };
}

type Sign = (data: Buffer, done: (signature: Buffer) => void) => void;
type AuthPublicKey = (user: string, key: Key, algorithm?: string, sign?: Sign) => void;

/**
 * ssh2 would first ask whether the host knows the key. The round trip only pays off if signing costs more,
 * as with the keys of an agent, which may ask the user.
 */
function signAtOnce({ _protocol: protocol }: Authenticating): void {
  const ask = protocol.authPK.bind(protocol);
  protocol.authPK = (user, key, algorithm, sign) => {
    const hash = /^rsa-sha2-(\d+)$/.exec(algorithm ?? '')?.[1];
    const own: Sign = (data, done) => {
      const signature: Buffer | Error = key.sign(data, hash && `sha${hash}`);
      // ssh2 then finds the same, and says so.
      if (signature instanceof Error) ask(user, key, algorithm);
      else done(signature);
    };
    ask(user, key, algorithm, sign ?? (key.isPrivateKey() ? own : undefined));
  };
}

function authentication(username: string, method: AuthMethod): AnyAuthMethod[] {
  if ('key' in method) return [{ type: 'publickey', username, key: method.key }];
  if ('agent' in method)
    return [{ type: 'agent', username, agent: new ChosenKeys(method.agent, method.keys) }];
  const password = method.password.reveal();
  // If sshd asks through PAM, only a prompt without echo gets the password.
  const answer: KeyboardInteractiveAuthMethod['prompt'] = (...[, , , prompts, finish]) =>
    finish(prompts.map(({ echo }) => (echo === false ? password : '')));
  return [
    { type: 'password', username, password },
    { type: 'keyboard-interactive', username, prompt: answer },
  ];
}

/** An agent that offers only some keys. They were listed before, once for all hosts. */
class ChosenKeys extends ssh2.OpenSSHAgent {
  readonly #keys: readonly Key[];

  constructor(socket: string, keys: readonly Key[]) {
    super(socket);
    this.#keys = keys;
  }

  override getIdentities(answer: IdentityCallback<ParsedKey>): void {
    answer(undefined, [...this.#keys]);
  }
}

/** Milliseconds to read the last output of a program after its exit. */
const DRAIN = 100;

function channelOf(stream: ClientChannel, connectionEnded: Promise<string>): Channel {
  stream.on('error', () => undefined);
  const exited = new Promise<string>((resolve) => {
    stream.once('exit', (status: number | null, signal?: string) => {
      setTimeout(() => resolve(`The shell ended with ${signal ?? `status ${status}`}`), DRAIN).unref();
    });
    stream.once('close', () => resolve('The shell was closed'));
  });
  return {
    stdin: stream.stdin,
    stdout: stream.stdout,
    stderr: stream.stderr,
    // After a reset connection the channel may send no event.
    ended: Promise.race([exited, connectionEnded]),
    close: () => stream.close(),
  };
}

/** ssh2 throws if the connection is closed, and calls back with an error if the host refuses. */
function asked<T>(
  otherwise: Reason,
  ask: (answer: (error: Error | undefined, stream: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    try {
      ask((error, stream) => (error ? reject(refusal(error, otherwise)) : resolve(stream)));
    } catch (error) {
      reject(refusal(error, 'closed'));
    }
  });
}

function refusal(error: unknown, otherwise: Reason): Unreachable {
  if (!(error instanceof Error)) throw error;
  const level = 'level' in error ? String(error.level) : '';
  return new Unreachable(REASONS.get(level) ?? otherwise, { detail: error.message });
}

const REASONS = new Map<string, Reason>([
  ['client-authentication', 'auth'],
  ['agent', 'auth'],
  ['client-timeout', 'timeout'],
  ['handshake', 'key-exchange'],
]);
