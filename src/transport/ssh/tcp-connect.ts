import { connect, type Socket } from 'node:net';
import { type Reason, Unreachable } from '../unreachable.ts';

/**
 * A TCP connection without Nagle's delay, which would double the time of an SSH handshake.
 * Rejects with `Unreachable`, or with the signal's reason. `timeout` is in milliseconds. The signal covers the
 * connecting only: node's own option `signal` would destroy the socket whenever it aborts later (net.Socket).
 */
export function dial(host: string, port: number, timeout: number, signal?: AbortSignal): Promise<Socket> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      socket.removeAllListeners('error');
    };
    const fail = (why: unknown) => {
      settle();
      // An error after the decision does not matter, but without a listener it would end the program.
      socket.on('error', () => undefined).destroy();
      reject(why);
    };
    const abort = () => fail(signal?.reason);
    const silence = `${host} port ${port} did not answer in ${timeout / 1000} s`;
    const timer = setTimeout(() => fail(new Unreachable('timeout', { detail: silence })), timeout);
    signal?.addEventListener('abort', abort);
    socket.once('error', (error: NodeJS.ErrnoException) => fail(failure(error, host, port)));
    socket.once('connect', () => {
      settle();
      resolve(socket);
    });
  });
}

const REASONS = new Map<string, Reason>([
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['ECONNREFUSED', 'refused'],
  ['ECONNRESET', 'refused'],
]);

/** Every address of a host is tried. The first error is reported. */
function failure(error: NodeJS.ErrnoException, host: string, port: number): Unreachable {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const code = String(first.code);
  const detail = code === 'ENOTFOUND' ? `${host} is not known` : `${host} port ${port}: ${first.message}`;
  return new Unreachable(REASONS.get(code) ?? 'timeout', { detail });
}
