import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Groups, groupsOf } from '../../src/adopt/groups.ts';
import { networkArguments } from '../../src/adopt/host/network-arguments.ts';
import type { Project } from '../../src/adopt/play.ts';
import type { Resource } from '../../src/adopt/resources.ts';
import { playbookText, variablesText } from '../../src/adopt/written/project-files.ts';
import { loadInventory } from '../../src/inventory/load.ts';
import { parseDump } from '../../src/libvirt/format/dump.ts';

/** The groups of an inventory in YAML, of which these hosts are adopted. */
export function groups(inventory: string, hosts: readonly string[]): Groups {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  try {
    writeFileSync(join(folder, 'hosts.yaml'), inventory);
    return groupsOf(loadInventory([join(folder, 'hosts.yaml')]).inventory, hosts);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A network of a host, from the XML that libvirt prints. */
export function network(
  host: string,
  xml: string,
  { active = true, autostart = true }: { active?: boolean; autostart?: boolean } = {},
): Resource {
  const persistent = parseDump(xml);
  const { name } = persistent;
  const found = networkArguments(
    { name, state: { exists: true, active, autostart, persistent } },
    { withIds: false },
  );
  if (!('args' in found)) throw new Error(found.undescribed);
  return { host, kind: 'network', name, args: found.args };
}

/** All files of a project, one behind the other. */
export function textOf({ plays, groupVars, hostVars }: Project): string {
  const variables = [
    ...[...groupVars].map(([name, all]) => [`group_vars/${name}.yaml`, variablesText(all)]),
    ...[...hostVars].map(([name, all]) => [`host_vars/${name}.yaml`, variablesText(all)]),
  ];
  return [['site.yaml', playbookText(plays, false)], ...variables]
    .map(([path, text]) => `=== ${path}\n${text}`)
    .join('');
}
