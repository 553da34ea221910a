import { connect, type Socket } from 'node:net';
import { type Reason, Unreachable } from './unreachable.ts';

/**
 * A TCP connection without Nagle's delay, which would double the time of an SSH handshake.
 * Rejects with `Unreachable`, or with the signal's reason. `timeout` is in milliseconds.
 */
export function dial(host: string, port: number, timeout: number, signal?: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, ...(signal ? { signal } : {}) });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(
        new Unreachable('timeout', { detail: `${host} port ${port} did not answer in ${timeout / 1000} s` }),
      );
    }, timeout);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(signal?.aborted ? signal.reason : failure(error, host, port));
    });
  });
}

const REASONS = new Map<string, Reason>([
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'refused'],
]);

/** Every address of a host is tried; the error of the first tells enough. */
function failure(error: NodeJS.ErrnoException, host: string, port: number): Unreachable {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const code = String(first.code);
  const detail = code === 'ENOTFOUND' ? `${host} is not known` : `${host} port ${port}: ${first.message}`;
  return new Unreachable(REASONS.get(code) ?? 'timeout', { detail });
}
