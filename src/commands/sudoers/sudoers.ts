import type { HostTarget } from '../../host-targets.ts';
import { selectTargets } from '../../inspect.ts';
import { collected } from '../../report/fold.ts';
import { formatWarnings } from '../../report/problems.ts';
import { resolve } from '../../resolve.ts';
import { sshCall } from '../../transport/ssh/ssh-call.ts';
import { createSettingsReader } from '../../transport/ssh/ssh-config.ts';
import { defineCommand, type Io } from '../command.ts';
import { sudoers as declaration } from '../declaration/render.ts';
import { requestOf } from '../request/request.ts';
import { type RootNeed, rootNeeds } from './root-needs.ts';
import { type Account, sudoersFile, type Unneedy } from './sudoers-file.ts';

export const sudoers = defineCommand(declaration, async (options, io, playbook) => {
  const request = await requestOf(playbook === undefined ? [] : [playbook], options, io);
  if (playbook === undefined) {
    const { hosts, warnings } = selectTargets('all', request);
    if (warnings.length > 0) io.err(formatWarnings(warnings, io));
    io.out(await fileFor(hosts, io));
    return 0;
  }
  const { plays, hosts, warnings } = await resolve(request, { leavesOpen: true, signal: io.signal });
  if (warnings.length > 0) io.err(formatWarnings(warnings, io));
  const needsOf = ({ name, become }: HostTarget) => rootNeeds(plays, name, become);
  io.out(await fileFor(hosts, io, needsOf));
  return 0;
});

/** Hosts with the same account and the same tasks share a place. Nobody becomes root on the controller by sudoers of hosts. */
async function fileFor(
  hosts: readonly HostTarget[],
  io: Io,
  needsOf?: (host: HostTarget) => readonly RootNeed[],
): Promise<string> {
  const read = createSettingsReader(io.local);
  const remote = hosts.filter(({ target }) => target.connection === 'ssh');
  const found = await Promise.all(
    remote.map(async (host) => {
      const { user } = await read(sshCall({ ...host.target, become: false }));
      return { user, host: host.name, needs: needsOf?.(host) };
    }),
  );
  const becoming = found.filter(({ user }) => user !== 'root');
  const accounts = collected(becoming, ({ user, needs }) => JSON.stringify([user, needs])).map(
    (group): Account => {
      const [{ user, needs }] = group;
      return { user, hosts: group.map(({ host }) => host), ...(needs && { needs }) };
    },
  );
  const unneedy: Unneedy = {
    local: hosts.flatMap(({ name, target }) => (target.connection === 'local' ? [name] : [])),
    root: found.flatMap(({ user, host }) => (user === 'root' ? [host] : [])),
  };
  return sudoersFile(accounts, unneedy);
}
