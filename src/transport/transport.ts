import type { Channel } from './channel.ts';
import { greet } from './greet.ts';
import { localChannel } from './local.ts';
import { loginCommand } from './login.ts';
import type { Session } from './session.ts';
import { SHELL_LIMITS, Shell } from './shell.ts';
import type { Target } from './target.ts';

export interface TransportSettings {
  /** Milliseconds for the connection, and again for the shell to greet. */
  connectTimeout: number;
  /** Milliseconds a script may take unless it says otherwise. */
  commandTimeout: number;
}

/** All sessions of one run, and what they share. */
export interface Transport {
  /** Rejects with `Unreachable`. */
  open(target: Target, signal?: AbortSignal): Promise<Session>;
  close(): Promise<void>;
}

export function createTransport(settings: TransportSettings): Transport {
  const start = async (_target: Target, command: string): Promise<Channel> => localChannel(command);
  return {
    async open(target, signal) {
      signal?.throwIfAborted();
      const login = loginCommand(target);
      const channel = await start(target, login.command);
      await greet(channel, login, target, settings.connectTimeout);
      return new Shell(channel, { ...SHELL_LIMITS, timeout: settings.commandTimeout });
    },
    close: async () => undefined,
  };
}
