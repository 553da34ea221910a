import type { Witness } from '../plan/evidence.ts';
import type { Suspect } from './finding.ts';

/** What was changed, and when at the earliest and latest (ISO 8601), where that is known. */
export interface Deed {
  resource: string;
  /** The task that describes it. */
  task: string;
  /** The run that applied it last. */
  run: string | undefined;
  from: string | undefined;
  to: string | undefined;
}

/** Programs with which people change what Virtfleet describes. */
const TOOLS =
  /^(?:\S*\/)?(virsh|virt-\S+|ip|brctl|bridge|sysctl|systemctl|nft|iptables\S*|netplan|vi|vim|nano|tee|sed|cp|mv|rm|chmod|chown|chgrp|sh|bash|su|dash|ed|install|ln|touch|mkdir|rmdir|apt|apt-get|dpkg)(?=\s|$)/;

/**
 * The one who most likely did it. What Virtfleet says of the same task comes first, and is certain where root wrote that it rolled the task back; else it is the last command of sudo
 * that names the resource, the last tool of administrators, or the last login, in this order. Of commands only what
 * names the resource is repeated: others may hold secrets.
 */
export function suspectOf(
  witnesses: readonly Witness[],
  { resource, task, run, from, to }: Deed,
): Suspect | undefined {
  const within = witnesses
    .filter(({ at }) => (from === undefined || at >= from) && (to === undefined || at <= to))
    .toReversed();
  const own = within.find((one) => one.kind === 'virtfleet' && one.run !== run && isOf(one.what, task));
  if (own) return { ...own, certain: own.byRoot === true && own.what.endsWith(': rolled back') };
  const commands = within.filter(({ kind }) => kind === 'sudo');
  const name = resource.split(' ').at(-1) ?? resource;
  const naming = commands.find(
    ({ what }) => what.split(/[\s/=]+/).includes(name) || what.includes(resource.replace(/^\S+ /, '')),
  );
  if (naming) return { ...naming, certain: false };
  const tool = commands.find(({ what }) => TOOLS.test(what));
  if (tool) return { ...tool, what: TOOLS.exec(tool.what)?.[1] ?? '', certain: false };
  const login = within.find(({ kind }) => kind === 'login');
  return login && { ...login, certain: false };
}

function isOf(line: string, task: string): boolean {
  return line === task || line.startsWith(`${task}: `);
}
