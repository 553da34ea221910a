import type { Duplex } from 'node:stream';
import pLimit from 'p-limit';
import { type Patience, retry } from '../retry.ts';
import type { Secret } from '../secret.ts';
import { mayPass, Unreachable } from '../unreachable.ts';
import { untilAborted } from '../until-aborted.ts';
import { type ConnectParts, connect } from './connect.ts';
import { jumpCall } from './jump.ts';
import type { Connection } from './node-ssh.ts';
import type { SshCall } from './ssh-call.ts';
import type { ReadSettings } from './ssh-config.ts';
import type { SshSettings } from './ssh-settings.ts';
import { dial } from './tcp-connect.ts';

export interface ConnectorParts extends ConnectParts {
  readSettings: ReadSettings;
  patience: Patience;
}

export interface Connector {
  /** The password is for the host itself; the one that all hosts have if absent. */
  connect(call: SshCall, signal?: AbortSignal, password?: Secret): Promise<Connection>;
  /** Closes the jump hosts. The connections that it returned belong to the caller. */
  close(): void;
}

const CONNECTING_AT_ONCE = 50;
const THROUGH_ONE_JUMP = 8;
const MOST_JUMPS = 8;

/** Connects as ssh would. Jump hosts are verified like any host, and shared by all connections through them. */
export function createConnector(parts: ConnectorParts): Connector {
  const atOnce = pLimit(CONNECTING_AT_ONCE);
  const jumps = new Map<string, Jump>();
  const opened = new Set<Promise<Connection>>();
  const closing = new AbortController();

  async function reach(call: SshCall, behind: readonly string[], { signal, password }: Reaching) {
    const settings = await parts.readSettings(call);
    if (settings.beyond.length > 0) throw beyond(settings.beyond, call);
    const own = { ...parts, password };
    const route = settings.proxyJump
      ? through(jumpCall(settings.proxyJump, call.args), behind, own)
      : directly(own);
    return retry(() => route(settings, signal), mayPass, parts.patience, signal);
  }

  function directly(own: ConnectParts) {
    return (settings: SshSettings, signal?: AbortSignal): Promise<Connection> => {
      const open = () => dial(settings.hostname, settings.port, parts.connectTimeout, signal);
      return atOnce(() => connect(open, settings, own, signal));
    };
  }

  function through(call: SshCall, behind: readonly string[], own: ConnectParts) {
    return async (settings: SshSettings, signal?: AbortSignal): Promise<Connection> => {
      const jump = jumpTo(call, behind);
      const connection = await untilAborted(jump.connection, signal);
      const open = (): Promise<Duplex> => connection.tunnel(settings.hostname, settings.port);
      try {
        return await jump.atOnce(() => connect(open, settings, own, signal));
      } catch (error) {
        // No answer in time: the connection to the jump host may be dead silently, for example after its link moved.
        if (signal?.aborted) jump.forget();
        throw error;
      }
    };
  }

  /** `behind` are the jump hosts that wait for this one. Another wait for one of them would never end. */
  function jumpTo(call: SshCall, behind: readonly string[]): Jump {
    const key = JSON.stringify(call);
    if (behind.includes(key) || behind.length === MOST_JUMPS) throw endless(call);
    const known = jumps.get(key);
    if (known) return known;
    const connection = reach(call, [...behind, key], { signal: closing.signal }).catch(blame(call));
    const forget = () => {
      if (jumps.get(key) === jump) jumps.delete(key);
    };
    const jump = { connection, atOnce: pLimit(THROUGH_ONE_JUMP), forget };
    jumps.set(key, jump);
    opened.add(connection);
    const ended = () => {
      forget();
      opened.delete(connection);
    };
    connection.then((hop) => hop.ended).then(ended, ended);
    return jump;
  }

  return {
    // A password is for its own host, not for the jump hosts.
    connect: (call, signal, password = parts.password) => reach(call, [], { signal, password }),
    close() {
      closing.abort();
      for (const connection of opened) {
        connection.then(
          (hop) => hop.close(),
          () => undefined,
        );
      }
    },
  };
}

interface Reaching {
  signal?: AbortSignal | undefined;
  password?: Secret | undefined;
}

interface Jump {
  connection: Promise<Connection>;
  atOnce: <T>(work: () => Promise<T>) => Promise<T>;
  /** New connections through this host get a new connection to it. Existing ones keep theirs. */
  forget: () => void;
}

/** Marks a failure as that of the jump host. Retries already happened there, so the error is not retried. */
function blame({ destination }: SshCall) {
  return (error: unknown): never => {
    if (!(error instanceof Unreachable)) throw error;
    const { hint, command } = error.problem;
    throw new Unreachable('jump', {
      detail: `Jump host ${destination}: ${error.message}`,
      ...(hint ? { hint } : {}),
      ...(command ? { command } : {}),
    });
  };
}

function endless({ destination }: SshCall): Unreachable {
  return new Unreachable('config', {
    detail: `ProxyJump leads in a circle, by way of ${destination}`,
  });
}

function beyond(settings: readonly string[], { destination }: SshCall): Unreachable {
  return new Unreachable('unsupported', {
    detail: `ssh -G ${destination} shows ${settings.join(' and ')}`,
    hint: 'Set virtfleet_transport: openssh for this host: it runs the ssh program itself',
  });
}
