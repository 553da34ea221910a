import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { basePath } from '../../lab/base.ts';
import { lab } from '../../lab/lab.ts';
import { hostLayout, layoutOf } from '../../lab/layout.ts';

export const QUEUES = ['valkey', 'redis', 'postgres'] as const;
export type QueueKind = (typeof QUEUES)[number];

/** The words that start the server of a queue on the operator's machine; a configuration file follows them. */
export async function queueServer(kind: QueueKind, folder: string): Promise<readonly string[]> {
  if (kind === 'valkey') return valkey();
  // The package redis-tools has the server under another name, and no service that starts by itself.
  const server = join(folder, 'redis-server');
  if (!existsSync(server)) symlinkSync('/usr/bin/redis-check-rdb', server);
  return [server];
}

/**
 * Debian has Valkey since 13, and this machine may be older: it is installed in a host of the lab, and runs with the
 * libraries of that host.
 */
async function valkey(): Promise<readonly string[]> {
  const host = lab.hosts().find(({ release }) => release === 'trixie')?.name ?? '';
  await lab.install(host, ['valkey-server']);
  const { upper } = hostLayout(layoutOf(lab.paths.state), host);
  const base = basePath({ release: 'trixie', ansible: false });
  const [loader = ''] = readdirSync(join(base, 'usr/lib64')).filter((name) => name.startsWith('ld-linux-'));
  const libraries = [upper, base].flatMap((root) =>
    readdirSync(join(root, 'usr/lib'))
      .filter((name) => name.endsWith('-linux-gnu'))
      .map((name) => join(root, 'usr/lib', name)),
  );
  const path = libraries.join(':');
  return [join(base, 'usr/lib64', loader), '--library-path', path, join(upper, 'usr/bin/valkey-server')];
}
