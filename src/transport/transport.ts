import type { Channel } from './channel.ts';
import { localChannel } from './local.ts';
import { loginCommand } from './login.ts';
import { greet } from './login-handshake.ts';
import { Reopening } from './reopening.ts';
import { PATIENCE, type Patience, retry } from './retry.ts';
import type { Secret } from './secret.ts';
import type { Session } from './session.ts';
import { SHELL_LIMITS, Shell } from './shell.ts';
import type { Connector } from './ssh/connector.ts';
import type { AskPassphrase } from './ssh/identities.ts';
import { createKnownHostsFiles } from './ssh/known-hosts-files.ts';
import { opensshArguments, opensshChannel } from './ssh/openssh.ts';
import { explained } from './ssh/openssh-failure.ts';
import { createShared } from './ssh/shared-connections.ts';
import { sshCall } from './ssh/ssh-call.ts';
import { createSettingsReader, type ReadSettings } from './ssh/ssh-config.ts';
import type { Local } from './ssh/ssh-settings.ts';
import type { Target } from './target.ts';
import { mayPass, Unreachable } from './unreachable.ts';
import { untilAborted } from './until-aborted.ts';

export interface TransportSettings {
  local: Local;
  /** Trust hosts that no known_hosts file knows, and write them there. */
  acceptNew: boolean;
  /** Milliseconds for one attempt to connect, and then for the shell to answer. */
  connectTimeout: number;
  /** Milliseconds between two keepalives. After three without an answer a host is lost. */
  keepalive: number;
  /** Default time limit of a script in milliseconds. */
  commandTimeout: number;
  patience: Patience;
  /** Login password, used if no key is accepted. Jump hosts never get it. */
  password?: Secret | undefined;
  /** Gets what a host's ssh says while it waits for its user. */
  notice?: (host: string, text: string) => void;
  /** Called once for each locked key, if there is no other key. */
  askPassphrase?: AskPassphrase;
  /** Closes all sessions, and lets none be opened any more. */
  cut?: AbortSignal | undefined;
}

export const TRANSPORT_DEFAULTS = {
  acceptNew: false,
  connectTimeout: 10_000,
  keepalive: 10_000,
  commandTimeout: SHELL_LIMITS.timeout,
  patience: PATIENCE,
};

/** The sessions of one run, and what they share: configuration, keys, known hosts, jump hosts. */
export interface Transport {
  /** Rejects with `Unreachable`, or with the signal's reason. The signal covers the opening only, not the session. */
  open(target: Target, signal?: AbortSignal): Promise<Session>;
  /** Closes what sessions share. Each session is closed by its owner. */
  close(): Promise<void>;
}

export function createTransport(settings: TransportSettings): Transport {
  const { cut } = settings;
  const readSettings = createSettingsReader(settings.local);
  const shared = createShared(settings.local.env);
  let loading: Promise<Connector> | undefined;

  async function channelTo(target: Target, command: string, signal?: AbortSignal): Promise<Channel> {
    if (target.connection === 'local') return localChannel(command);
    const call = sshCall(target);
    if (target.transport === 'openssh') {
      if (target.password ?? settings.password) throw takesNoPassword();
      const args = await opensshArguments(call, settings, readSettings, shared);
      return opensshChannel(call, args, command, shared.env);
    }
    // Started before ssh2 is loaded, so that both take place at the same time. The connector gets the same answer.
    readSettings(call).catch(() => undefined);
    loading ??= loadConnector(settings, readSettings);
    const connection = await (await loading).connect(call, signal, target.password);
    try {
      return { ...(await untilAborted(connection.start(command), signal)), close: connection.close };
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  const wantTerminal = new Set<string>();

  async function openShell(target: Target, signal?: AbortSignal): Promise<Session> {
    signal?.throwIfAborted();
    cut?.throwIfAborted();
    const terminal = wantTerminal.has(target.name);
    const login = loginCommand(target, terminal);
    const notice = (text: string) => settings.notice?.(target.name, text);
    const channel = await channelTo(target, login.command, signal);
    try {
      await greet(channel, login, target, { timeout: settings.connectTimeout, signal, notice });
    } catch (error) {
      if (terminal || !wantsTerminal(error)) throw error;
      wantTerminal.add(target.name);
      return openShell(target, signal);
    }
    return new Shell(channel, { ...SHELL_LIMITS, timeout: settings.commandTimeout }, cut);
  }

  /** The ssh program connects during the handshake, and prints errors on stderr. */
  function openOpenssh(target: Target, signal?: AbortSignal): Promise<Session> {
    const attempt = () =>
      openShell(target, signal).catch((error: unknown) => {
        throw error instanceof Unreachable ? explained(error, sshCall(target)) : error;
      });
    return retry(attempt, mayPass, settings.patience, signal);
  }

  return {
    async open(target, signal) {
      const open = target.transport === 'openssh' ? openOpenssh : openShell;
      const session = await open(target, signal);
      return new Reopening(session, (later = cut) => open(target, later));
    },
    async close() {
      (await loading)?.close();
      await shared.close();
    },
  };
}

/** It would only reach ssh by a terminal, or by a program of its own for each host. */
function takesNoPassword(): Unreachable {
  return new Unreachable('config', {
    detail: 'with virtfleet_transport: openssh there is no login password (-k, ansible_password)',
    hint: 'Log in with a key, or leave virtfleet_transport out for this host',
  });
}

/** sudoers(5), requiretty. */
function wantsTerminal(error: unknown): boolean {
  return error instanceof Unreachable && error.reason === 'become' && /must have a tty/.test(error.message);
}

/** ssh2 is loaded only by runs that use it. */
async function loadConnector(settings: TransportSettings, readSettings: ReadSettings): Promise<Connector> {
  const [{ createConnector }, { createKeyring }] = await Promise.all([
    import('./ssh/connector.ts'),
    import('./ssh/identities.ts'),
  ]);
  return createConnector({
    ...settings,
    readSettings,
    keyring: createKeyring(settings.local.env, settings.askPassphrase),
    knownHosts: createKnownHostsFiles(),
  });
}
