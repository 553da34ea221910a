import { join } from 'node:path';
import { isMap, type YAMLMap } from 'yaml';
import { replaceValue } from '../../accept/edits.ts';
import type { Scope } from '../../accept/scope.ts';
import { type Source, spotOf } from '../../accept/source.ts';
import { groupsOf } from '../../adopt/groups.ts';
import { Names } from '../../adopt/names.ts';
import type { Value } from '../../adopt/value.ts';
import { valueText } from '../../adopt/written/value-text.ts';
import { hiddenTexts } from '../../hidden-texts.ts';
import { loadInventory } from '../../inventory/load.ts';
import type { Selection } from '../../run-request.ts';
import { UsageError } from '../declaration/option.ts';
import type { DescribedNetwork } from './described-network.ts';
import type { EditedFiles } from './edited-files.ts';
import { projectFolder } from './project-folder.ts';

/** The files in which a network of a host is described: its task, and the variables beside the playbook. */
export interface FileScope extends Scope {
  /** The arguments of the task. */
  args: { source: Source; map: YAMLMap };
  refusals: readonly string[];
}

/** `taken` are paths of what the task does not write and is to be taken, such as `dns.host`. */
export function fileScope(
  files: EditedFiles,
  described: DescribedNetwork,
  { inventory: sources, groupNames, folder, taken }: Selection & { folder: string; taken: readonly string[] },
): FileScope {
  const { host, network, task, users } = described;
  const { inventory } = loadInventory(sources, { groupNames, playbookFolders: [folder] });
  const variableOf = (of: string, name: string) => inventory.hosts.get(of)?.variables[name];
  const names = new Names(Object.keys(inventory.hosts.get(host)?.variables ?? {}));
  const refusals: string[] = [];
  const variable: Scope['variable'] = (name) => {
    const found = variableOf(host, name);
    if (!found) return undefined;
    const { place } = found;
    const spot = place && /\.ya?ml$/.test(place.file) ? files.at(place.file).valueAt(place) : undefined;
    const isOwn = [...inventory.hosts.keys()].every((one) => one === host || variableOf(one, name) !== found);
    return { isOwn: isOwn && spot !== undefined, ...(spot && { spot }) };
  };
  /** Writes a variable at the end of a file beside the playbook. */
  const append = (kind: 'group_vars' | 'host_vars', of: string, name: string, text: string) => {
    const source = files.at(join(folder, projectFolder(folder).variablesAt(kind, of)));
    const root = source.document.contents;
    if (isMap(root) && spotOf(source, root as unknown as YAMLMap, name))
      throw new UsageError(`${source.path} has ${name}, which has no effect for ${of}: change it by hand.`);
    const end = source.text.length;
    const newline = source.text === '' || source.text.endsWith('\n') ? '' : '\n';
    source.edit({ start: end, end, text: `${newline}${name}:${text}\n` });
  };
  return {
    args: argumentsOf(files.at(task.place.file), described),
    isOwn: users.size === 1,
    refusals,
    variable,
    override: (name, value) => {
      const own = variable(name);
      if (own?.isOwn && own.spot) replaceValue(own.spot, value);
      else append('host_vars', host, name, behindName(name, value));
    },
    share: (name, text) => {
      const { members } = groupsOf(inventory, [...inventory.hosts.keys()]);
      const isExact = (own: ReadonlySet<string>) =>
        own.size === users.size && [...users].every((one) => own.has(one));
      append('group_vars', [...members].find(([, own]) => isExact(own))?.[0] ?? 'all', name, text);
    },
    name: (path) => names.ofDifference(network, { path }),
    takes: (path) =>
      taken.some((one) => one === path || one.startsWith(`${path}.`) || path.startsWith(`${one}.`)),
    isSecret: (value) => {
      const text = JSON.stringify(value) ?? '';
      return hiddenTexts.conceal(text) !== text;
    },
    refuse: (reason) => refusals.push(reason),
  };
}

function behindName(name: string, value: Value): string {
  const text = valueText(value, { block: 2, inline: name.length + 2, isFlow: false });
  return text.startsWith('\n') ? text : ` ${text}`;
}

/** The arguments of a task in its file. Throws UsageError where they are not written as elements there. */
function argumentsOf(source: Source, { task, network }: DescribedNetwork): { source: Source; map: YAMLMap } {
  const { line, column } = task.place;
  const node = source.mapAt(task.place);
  const args = node?.items.find(({ key }) => /(^|\.)network$/.test(String(key)))?.value;
  if (isMap(args) && !args.has('xml') && !args.has('template')) return { source, map: args as YAMLMap };
  throw new UsageError(
    `the task at ${source.path}:${line}:${column} does not write network ${network} by elements: change it by hand.`,
  );
}
