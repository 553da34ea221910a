import { must, run } from '../test/lab/run.ts';
import type { ToolName } from './tools.ts';

/** Installs Debian's packages that the comparison needs and that are not there yet. */
export async function installPackages(
  tools: readonly ToolName[],
  log: (line: string) => void,
): Promise<void> {
  const desired = ['time', 'openssh-client', ...tools.flatMap((tool) => PACKAGES[tool] ?? [])];
  const installed = await Promise.all(desired.map(isInstalled));
  const missing = desired.filter((_, index) => !installed[index]);
  if (missing.length === 0) return;
  log(`installing ${missing.join(', ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await must(['apt-get', '-qq', 'update'], { env });
  await must(['apt-get', '-qq', 'install', '--yes', '--no-install-recommends', ...missing], { env });
}

const PACKAGES: Readonly<Partial<Record<ToolName, readonly string[]>>> = {
  ansible: ['ansible'],
  mitogen: ['ansible', 'ansible-mitogen'],
};

async function isInstalled(name: string): Promise<boolean> {
  // An unknown package is an error of dpkg-query and no status.
  const { stdout } = await run(['dpkg-query', '--show', '--showformat', '${db:Status-Status}', name]);
  return stdout === 'installed';
}
