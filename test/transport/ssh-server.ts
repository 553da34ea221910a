import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import ssh2, { type AuthContext, type Connection, type ParsedKey, type Session } from 'ssh2';

export interface KeyPair {
  private: string;
  /** `ssh-ed25519 AAAA…` */
  public: string;
}

/** An SSH server on the loopback that runs commands as this user, and can be made to fail. */
export interface SshServer {
  readonly port: number;
  /** Connections that were made so far. */
  readonly connections: () => number;
  /** Passwords that were offered to it, asked for or not. */
  readonly passwords: string[];
  /** Addresses that were reached through it as a jump host. */
  readonly tunnels: string[];
  /** Resets all connections, as when the host lost its power. */
  reset(): void;
  /** Stops listening to what is said, as when the host hangs. */
  freeze(): void;
  /** Hangs up on so many connections before the first word, as sshd does when too many come at once. */
  refuse(times: number): void;
  /** Takes connections and says nothing, or gives those who have come in no channel; undefined ends that. */
  mute(until: 'handshake' | 'channel' | undefined): void;
  close(): Promise<void>;
}

export function newKey(): KeyPair {
  return wellFormed(() => ssh2.utils.generateKeyPairSync('ed25519'));
}

export function newEcdsaKey(): KeyPair {
  return wellFormed(() => ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 }));
}

export function newLockedKey(passphrase: string): KeyPair {
  return wellFormed(() =>
    ssh2.utils.generateKeyPairSync('ed25519', { cipher: 'aes256-ctr', passphrase, rounds: 1 }),
  );
}

/** One key in 150 that ssh2 1.17 makes is none that it can read: it drops a leading zero. */
function wellFormed(make: () => KeyPair): KeyPair {
  for (;;) {
    const pair = make();
    if (!(ssh2.utils.parseKey(pair.public) instanceof Error)) return pair;
  }
}

/** A folder of key, configuration and known_hosts files. */
export function sshFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  return {
    write: (name: string, text: string): string => {
      writeFileSync(join(folder, name), text, { mode: 0o600 });
      return join(folder, name);
    },
    path: (name: string): string => join(folder, name),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

export async function startSshServer(
  hostKeys: readonly KeyPair[],
  users: readonly KeyPair[],
  { password, asks = false }: { password?: string; asks?: boolean } = {},
): Promise<SshServer> {
  const allowed = users.map((user) => parse(user.public));
  const tunnels: string[] = [];
  const passwords: string[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let refusals = 0;
  let muted: 'handshake' | 'channel' | undefined;
  const ssh = new ssh2.Server({ hostKeys: hostKeys.map((key) => key.private) }, (client) => {
    client.on('error', () => undefined);
    client.on('authentication', (context) => {
      if (context.method === 'keyboard-interactive' && asks) {
        context.prompt([{ prompt: 'Password: ', echo: false }], ([answer = '']) => {
          passwords.push(answer);
          if (answer === password) context.accept();
          else context.reject();
        });
        return;
      }
      if (context.method === 'password') passwords.push(context.password);
      const isRight = context.method === 'password' && !asks && context.password === password;
      if (isRight || accepts(context, allowed)) context.accept();
      else context.reject(['publickey', asks ? 'keyboard-interactive' : 'password']);
    });
    serve(client, tunnels, () => muted === 'channel');
  });
  const listener = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    if (refusals > 0) {
      refusals -= 1;
      socket.end();
      return;
    }
    if (muted !== 'handshake') ssh.injectSocket(socket);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    port: (listener.address() as AddressInfo).port,
    connections: () => connections,
    tunnels,
    passwords,
    reset: () => sockets.forEach((socket) => void socket.resetAndDestroy()),
    freeze: () => sockets.forEach((socket) => void socket.pause()),
    refuse: (times) => {
      refusals = times;
    },
    mute: (until) => {
      muted = until;
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        listener.close(() => resolve());
      }),
  };
}

function parse(key: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  return parsed;
}

function accepts(context: AuthContext, allowed: readonly ParsedKey[]): boolean {
  if (context.method !== 'publickey') return false;
  const key = allowed.find((candidate) => candidate.getPublicSSH().equals(context.key.data));
  if (!key) return false;
  return (
    !context.signature ||
    key.verify(context.blob ?? Buffer.alloc(0), context.signature, context.hashAlgo) === true
  );
}

function serve(client: Connection, tunnels: string[], isMuted: () => boolean): void {
  client.on('session', (accept) => {
    if (!isMuted()) accept().on('exec', execute);
  });
  client.on('tcpip', (accept, reject, { destIP, destPort }) => {
    tunnels.push(`${destIP}:${destPort}`);
    const socket = connect(destPort, destIP, () => {
      const channel = accept();
      channel.on('error', () => undefined);
      socket.pipe(channel).pipe(socket);
    });
    socket.on('error', () => reject());
  });
}

const execute: Parameters<Session['on']>[1] = (
  accept: () => ssh2.ServerChannel,
  _: unknown,
  info: { command: string },
) => {
  const channel = accept();
  const child = spawn('sh', ['-c', info.command], { detached: true });
  channel.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  channel.pipe(child.stdin);
  // One after the other: ssh2's server forgets a write to stderr that waits while one to stdout does.
  let sent: Promise<unknown> = Promise.resolve();
  const send = (stream: Writable) => (chunk: Buffer) => {
    sent = sent.then(() => new Promise((resolve) => stream.write(chunk, resolve)));
  };
  child.stdout.on('data', send(channel));
  child.stderr.on('data', send(channel.stderr));
  child.on('close', (status) => {
    channel.exit(status ?? 255);
    channel.end();
  });
  channel.on('close', () => {
    child.stdin.destroy();
    if (child.pid && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  });
};
