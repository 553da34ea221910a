import { lookup } from 'node:dns/promises';
import { BlockList } from 'node:net';
import { UsageError } from '../declaration/option.ts';

/** Where a server listens. */
export interface ListenAddress {
  /** As it was written. */
  host: string;
  /** An IP address. */
  address: string;
  /** 0 for any that is free. */
  port: number;
  /** Whether only this machine can reach it. */
  isLoopback: boolean;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');

/** What `--listen` means: an address, or a name of this machine, and a port. Throws UsageError. */
export async function listenAddress(written = '127.0.0.1:8642'): Promise<ListenAddress> {
  const [, six, four, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(written) ?? [];
  const name = six ?? four;
  const port = Number(digits);
  if (name === undefined || port > 65_535)
    throw new UsageError(
      `--listen expects HOST:PORT such as 127.0.0.1:8642 or [::1]:8642, not ${JSON.stringify(written)}.`,
    );
  const { address, family } = await lookup(name).catch(() => {
    throw new UsageError(`--listen: no address is known of ${name}.`);
  });
  const isLoopback = LOOPBACK.check(address, family === 6 ? 'ipv6' : 'ipv4');
  return { host: six === undefined ? name : `[${six}]`, address, port, isLoopback };
}
