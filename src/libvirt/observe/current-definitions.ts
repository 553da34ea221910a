import { only, type Probe } from '../../plan/probe.ts';
import { ProblemError } from '../../problem.ts';
import { parseDump } from '../format/dump.ts';
import type { Network } from '../model/network.ts';
import { textOf } from './all-networks.ts';

/** A network of a host with the definition that runs, or that its next start takes while it is inactive. */
export interface CurrentDefinition {
  name: string;
  active: boolean;
  /** Absent where it cannot be read. */
  definition?: Network;
}

/**
 * Behind a record separator each: the UUIDs of the active networks, then a definition of each network. The files of the
 * system's libvirt (stateDir and networkConfigDir in `src/network/bridge_driver.c`) tell which there are beside the
 * known ones: without any, virsh is not asked at all, since its start is most of what this costs a host.
 */
const READ = `
sep=$(printf '\\036') all=
dump() { all="$all echo '$sep'; net-dumpxml --network '$1';"; }
by_files() {
  [ "$libvirt_uri" = qemu:///system ] && [ -r /run/libvirt/network ] && [ -r /etc/libvirt/qemu/networks ] || return 1
  for file in /run/libvirt/network/*.xml /etc/libvirt/qemu/networks/*.xml; do
    [ -e "$file" ] || continue
    name=\${file##*/}
    name=\${name%.xml}
    for known do [ "$name" != "$known" ] || continue 2; done
    case $name in *[\\'\\\\]*) return 1 ;; esac
    dump "$name"
  done
}
by_files "$@" || {
  all=
  uuids=$(libvirt 'net-list --all --uuid') || exit
  for uuid in $uuids; do dump "$uuid"; done
}
[ -z "$all" ] || libvirt "echo '$sep'; net-list --uuid; $all"`;

/** What each network of a host is at the moment; nothing may be said where it has no other than these `known` ones. */
export function definitionsBeside(known: readonly string[]): Probe<CurrentDefinition[]> {
  return {
    key: `definitions beside ${known.join('/')}`,
    open: true,
    ask: { kind: 'script', script: READ, args: known },
    parse: (answers) => parseCurrentDefinitions(textOf(only(answers))),
  };
}

/** Exported for tests on recorded output. */
export function parseCurrentDefinitions(text: string): CurrentDefinition[] {
  const [, running = '', ...dumps] = text.split('\x1e');
  const active = new Set(running.trim().split(/\s+/));
  // One that was removed between the list and its dump has none.
  const found = dumps.filter((xml) => xml.trim() !== '');
  return found.map((xml) => currentOf(xml, active));
}

function currentOf(xml: string, active: ReadonlySet<string>): CurrentDefinition {
  try {
    const definition = parseDump(xml);
    return { name: definition.name, active: active.has(definition.uuid ?? ''), definition };
  } catch (error) {
    // libvirt does not escape everything it prints.
    if (!(error instanceof ProblemError)) throw error;
    const textIn = (tag: string) => xml.split(`<${tag}>`)[1]?.split(`</${tag}>`)[0] ?? '';
    return { name: textIn('name'), active: active.has(textIn('uuid')) };
  }
}
