import { readFileSync } from 'node:fs';
import { runInside } from './host.ts';
import type { Layout } from './layout.ts';
import { LabError } from './run.ts';

/**
 * Installs Debian packages in a running host, from where its base came from. apt runs with the machine's network and
 * name servers: the host itself has no way out. Services that packages bring are not started.
 */
export async function install(layout: Layout, host: string, packages: readonly string[]): Promise<void> {
  const nameServers = readFileSync('/etc/resolv.conf', 'utf8');
  const { code, stderr, stdout } = await runInside(
    layout,
    host,
    ['sh', '-c', INSTALL, 'sh', ...packages],
    { stdin: nameServers },
    'machine',
  );
  if (code !== 0) throw new LabError(`${host} cannot install ${packages.join(', ')}: ${stderr || stdout}`);
}

const INSTALL = `
mv /etc/resolv.conf /etc/resolv.conf.lab
trap 'mv /etc/resolv.conf.lab /etc/resolv.conf; rm -f /usr/sbin/policy-rc.d' EXIT
cat >/etc/resolv.conf
printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update && apt-get -qq -y --no-install-recommends install "$@" >&2 </dev/null`;
