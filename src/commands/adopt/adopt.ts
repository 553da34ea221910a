import { join, resolve } from 'node:path';
import { groupsOf } from '../../adopt/groups.ts';
import { ADOPTED, hostResources, WITH_GUESTS } from '../../adopt/host/host-resources.ts';
import { projectOf } from '../../adopt/project.ts';
import { filesOf, PLAYBOOK } from '../../adopt/written/files.ts';
import { inspect } from '../../inspect.ts';
import type { Inventory } from '../../inventory/host.ts';
import { loadInventory } from '../../inventory/load.ts';
import { byName } from '../../report/fold.ts';
import { formatWarnings } from '../../report/problems.ts';
import { unreadHost } from '../../report/unread-hosts.ts';
import type { RunRequest } from '../../run-request.ts';
import { defineCommand, INTERRUPTED, type Io } from '../command.ts';
import { adopt as declaration } from '../declaration/adopt.ts';
import { UsageError, type Values } from '../declaration/option.ts';
import { requestOf } from '../request/request.ts';
import { adoptedPage } from './adopted-page.ts';
import { checkAdopted } from './check-adopted.ts';
import { inventoryFor } from './inventory-file.ts';
import { projectFolder, refuseBroken } from './project-folder.ts';
import { withoutWithheld } from './withheld.ts';
import { writeFiles } from './write-files.ts';

type Asked = typeof ADOPTED & Partial<typeof WITH_GUESTS>;

export const adopt = defineCommand(declaration, async (options, io, hostsAsked = 'all') => {
  const playbook = join(options.into ?? '.', PLAYBOOK);
  const request = await requestOf([playbook], { ...options, tags: [], skipTags: [] }, io);
  return adoptHosts(request, options, io, hostsAsked);
});

/** What is adopted, and into which folder. */
type Adopting = Pick<
  Values<typeof declaration.options>,
  'into' | 'become' | 'withIds' | 'withGuests' | 'user'
>;

/** Describes what hosts have in a folder, and resolves to the exit code. Rejects with ProblemError and UsageError. */
export async function adoptHosts(
  asked: RunRequest,
  options: Adopting,
  io: Io,
  hostsAsked: string,
): Promise<number> {
  const { into, become, withIds, withGuests } = options;
  const folder = into ?? '.';
  const place = { folder, user: options.user };
  const { sources, pattern, file } = inventoryFor(asked.selection.inventory, hostsAsked, place);
  const request = { ...asked, selection: { ...asked.selection, inventory: sources } };

  const { inspections, warnings, bugs } = await inspect<Asked>(
    pattern,
    withGuests ? WITH_GUESTS : ADOPTED,
    request,
    io,
  );
  if (warnings.length > 0) io.err(formatWarnings(warnings, io));
  for (const bug of bugs) throw bug;
  if (io.signal.aborted) return INTERRUPTED;
  const read = inspections
    .flatMap((one) => ('current' in one ? [one] : []))
    .toSorted((one, other) => byName(one.host, other.host));
  const found = read.map(({ host, current }) => {
    const all = hostResources(host, current, { withIds });
    return request.connection.snapshot ? withoutWithheld(all) : all;
  });
  const unread = inspections.flatMap((one) => ('problem' in one ? [unreadHost(one.host, one.problem)] : []));

  const resources = found.flatMap((one) => one.resources);
  const hosts = read.map(({ host }) => host);
  const { inventory } = loadInventory(sources, request.selection);
  const project = projectOf(resources, groupsOf(inventory, hosts), pattern, takenNames(inventory, folder));
  const files =
    resources.length === 0
      ? []
      : [...(file ? [file] : []), ...filesOf(project, projectFolder(folder), { become })];
  const there = files.filter(({ before }) => before !== undefined).map(({ path }) => join(folder, path));
  if (into === undefined && there.length > 0) throw new UsageError(notOver(there));
  refuseBroken(folder, files);
  writeFiles(files.map((file) => ({ ...file, path: join(folder, file.path) })));

  const undescribed = found.flatMap((one) => one.undescribed);
  io.out(adoptedPage({ folder, files, hosts: hosts.length, resources, undescribed, unread }, io));
  const unreadCode = unread.length > 0 ? 4 : 0;
  if (resources.length === 0) return unreadCode;
  const inventories = file ? [join(folder, file.path)] : sources;
  const written = { ...request, selection: { ...request.selection, inventory: inventories } };
  const login = file || options.user === undefined ? [] : ['-u', options.user];
  return (await checkAdopted(written, hosts, login, io)) || unreadCode;
}

/** Variables that the inventory has, but for those of the folder itself, which were adopted before. */
function takenNames({ hosts }: Inventory, folder: string): Set<string> {
  const own = ['group_vars', 'host_vars'].map((kind) => resolve(folder, kind));
  const isOwn = (file = '') => own.some((one) => resolve(file).startsWith(`${one}/`));
  const all = [...hosts.values()].flatMap((host) => [...host.written()]);
  return new Set(all.flatMap(([name, { place }]) => (isOwn(place?.file) ? [] : [name])));
}

function notOver(there: readonly string[]): string {
  return `nothing is written, because there is ${there.join(', ')}. --into . adds to it; --into FOLDER writes somewhere else.`;
}
