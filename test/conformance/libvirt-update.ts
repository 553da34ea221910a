import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyUpdate } from '../../src/libvirt/apply-update.ts';
import { canonical } from '../../src/libvirt/canonical.ts';
import { compareNetworks } from '../../src/libvirt/compare.ts';
import type { Network } from '../../src/libvirt/network.ts';
import { parseNetwork } from '../../src/libvirt/parse.ts';
import type { NetworkUpdate } from '../../src/libvirt/sections.ts';
import { applyUpdates, compileUpdates } from '../../src/libvirt/update.ts';
import type { Version } from '../../src/libvirt/version.ts';
import type { ConformanceCase } from './ansible.ts';

/** What libvirt answered to one update. `local` is what 9.0 did, `expect` what libvirt's own tests assert. */
interface Answer {
  section: NetworkUpdate['section'];
  command: NetworkUpdate['command'];
  declared_parent_index: number | null;
  expect: 'ok' | 'fail';
  since: string;
  local: Record<string, { result: string }[]>;
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
  const before = canonical(parseNetwork(readFileSync(join(folder, 'network.xml'), 'utf8')));
  const xml = readFileSync(join(folder, 'update.xml'), 'utf8');
  const { section, command, declared_parent_index: parent } = answer;
  const call = { section, command, xml, ...(parent !== null && { parentIndex: parent }) };
  const isNew = answer.since.startsWith('>');
  if (isNew || !succeeds(answer)) {
    const updated = applyUpdate(before, call, OLD);
    assert.ok('refused' in updated, 'libvirt 9.0 refuses it, Virtfleet does not');
  }
  if (!isNew && !succeeds(answer)) return;
  const expected = outcome(folder);
  if (answer.expect === 'fail' || !expected) {
    assert.ok('refused' in applyUpdate(before, call, NEW), 'libvirt refuses it, Virtfleet does not');
    return;
  }
  if (!isNew) runPrediction(before, call, expected);
  runCompiler(before, call, expected, isNew ? NEW : OLD);
  if (isNew) runCompiler(before, call, expected, OLD);
}

type Call = Pick<NetworkUpdate, 'section' | 'command' | 'xml' | 'parentIndex'>;

function runPrediction(before: Network, call: Call, expected: Network): void {
  const updated = applyUpdate(before, call, OLD);
  assert.ok('network' in updated, `was refused: ${'refused' in updated && updated.refused}`);
  assert.deepEqual(updated.network, expected, 'the network after it');
}

/** One call of this section and command, or where the version has none, calls that come to the same. */
function runCompiler(before: Network, { section, command }: Call, expected: Network, version: Version): void {
  const updates = compileUpdates(
    compareNetworks(complete(expected), before, 'persistent', true),
    before,
    version,
  );
  assert.ok(updates !== 'redefine', 'was not compiled to net-update');
  const kinds = updates.map((each) => `${each.section} ${kindOf(each.command)}`);
  const isFallback = command === 'modify' && updates.length === 2;
  assert.deepEqual(
    kinds,
    isFallback ? [`${section} delete`, `${section} add`] : [`${section} ${kindOf(command)}`],
  );
  assert.deepEqual(applyUpdates(before, updates, version), expected, 'the network after it');
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

function succeeds({ expect, local }: Answer): boolean {
  const answers = local['qemu'] ?? [];
  const isDefinable = answers.every(({ result }) => result !== 'network-not-definable');
  return isDefinable && answers.length > 0 ? answers.every(({ result }) => result === 'ok') : expect === 'ok';
}

/** The network that libvirt had afterwards, without what it made up. */
function outcome(folder: string): Network | undefined {
  const file = ['expected.upstream.xml', 'result.test.xml', 'result.qemu.xml']
    .map((name) => join(folder, name))
    .find((path) => existsSync(path));
  return file === undefined ? undefined : parseNetwork(readFileSync(file, 'utf8'));
}
