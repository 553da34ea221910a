/** Why a server cannot listen there, and what to do about it. */
export function listenFault({ host, port }: { host: string; port: number }, error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = (code === undefined ? undefined : REASONS[code]) ?? message;
  return `${host}:${port} cannot be listened on: ${why}. Name another address with --listen HOST:PORT.`;
}

/** What Node says repeats the address. */
const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'the controller has no such address',
  EACCES: 'only root may listen on such a port',
};
