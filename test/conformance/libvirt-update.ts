import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonical } from '../../src/libvirt/compare/canonical.ts';
import { compareNetworks } from '../../src/libvirt/compare/compare.ts';
import { parseNetwork } from '../../src/libvirt/format/parse.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import { compileUpdates } from '../../src/libvirt/update/compile-updates.ts';
import type { NetworkUpdate } from '../../src/libvirt/update/sections.ts';
import { applyUpdate } from '../../src/libvirt/update/simulate-update.ts';
import type { Version } from '../../src/versions/version.ts';
import type { ConformanceCase } from './ansible.ts';

/** What libvirt answered to one update: its own tests (`expect`), and 9.0 with its bridge driver (`local.qemu`). */
interface Answer {
  section: NetworkUpdate['section'];
  command: NetworkUpdate['command'];
  expect: 'ok' | 'fail';
  since: string;
  /** The index that the tests of libvirt really pass; -1 is none. */
  upstream_effective_parent_index: number;
  local: { qemu?: { parent_index: number; result: string; output?: string }[] };
}

const OLD: Version = [9, 0, 0];
/** Where the answer was given by a newer libvirt. */
const NEW: Version = [11, 3, 0];

export function updateCases(dir: string): ConformanceCase[] {
  const folders = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map(({ name }) => name)
    .sort()
    .map((name) => ({ name: `libvirt/update-cases/${name}`, run: () => runCase(join(dir, name)) }));
}

function runCase(folder: string): void {
  const answer: Answer = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8'));
  const before = canonical(read(folder, 'network.xml'));
  const xml = readFileSync(join(folder, 'update.xml'), 'utf8');
  const call = (index: number): Call => ({
    section: answer.section,
    command: answer.command,
    xml,
    ...(index >= 0 && { parentIndex: index }),
  });
  const local = (answer.local.qemu ?? []).filter(({ result }) => result !== 'network-not-definable');
  for (const { parent_index: index, result, output } of local) {
    const expected = result === 'ok' && output ? withoutMac(read(folder, output), before) : undefined;
    runAnswer(before, call(index), expected, OLD);
  }
  const isNew = answer.since.startsWith('>');
  if (!isNew && local.length > 0) return;
  const expected = answer.expect === 'ok' ? read(folder, 'expected.upstream.xml') : undefined;
  const version = isNew ? NEW : OLD;
  if (expected) runCompiler(before, call(answer.upstream_effective_parent_index), expected, version);
  else runAnswer(before, call(answer.upstream_effective_parent_index), undefined, version);
}

/** The network afterwards, or that it is refused; then that the compiler finds this update by itself. */
function runAnswer(before: Network, call: Call, expected: Network | undefined, version: Version): void {
  const updated = applyUpdate(before, call, version);
  if (!expected) {
    assert.ok('refused' in updated, `libvirt ${version.join('.')} refuses it, Virtfleet does not`);
    return;
  }
  assert.ok('network' in updated, `was refused: ${'refused' in updated && updated.refused}`);
  assert.deepEqual(updated.network, expected, 'the network after it');
  runCompiler(before, call, expected, version);
}

type Call = Pick<NetworkUpdate, 'section' | 'command' | 'xml' | 'parentIndex'>;

/** One call of this section and command, or where the version has none, calls that come to the same. */
function runCompiler(before: Network, { section, command }: Call, expected: Network, version: Version): void {
  const compiled = compileUpdates(
    compareNetworks(complete(expected), before, 'persistent', { exclusive: true }),
    before,
    version,
  );
  assert.ok(compiled !== 'redefine', 'was not compiled to net-update');
  const { updates, after } = compiled;
  const kinds = updates.map((each) => `${each.section} ${kindOf(each.command)}`);
  const isFallback = command === 'modify' && updates.length === 2;
  assert.deepEqual(
    kinds,
    isFallback ? [`${section} delete`, `${section} add`] : [`${section} ${kindOf(command)}`],
  );
  assert.deepEqual(after, expected, 'the network after it');
}

/** In an empty list first and last are the same; otherwise the network afterwards tells them apart. */
function kindOf(command: Call['command']): string {
  return command.replace(/-(first|last)$/, '');
}

/** A dump leaves empty lists out; here they say that there is nothing. */
function complete(network: Network): Network {
  const { dns, ip = [], forward, portgroup = [], ...others } = network;
  return {
    ...others,
    portgroup,
    dns: { host: [], txt: [], srv: [], ...dns },
    ip: ip.map(({ dhcp, ...rest }) => ({ ...rest, dhcp: { range: [], host: [], ...dhcp } })),
    ...(forward && { forward: { interface: [], ...forward } }),
  };
}

/** libvirt makes up a MAC address when it defines a network. */
function withoutMac(after: Network, { mac }: Network): Network {
  const { mac: _, ...others } = after;
  return mac ? after : others;
}

function read(folder: string, name: string): Network {
  return parseNetwork(readFileSync(join(folder, name), 'utf8'), name);
}
