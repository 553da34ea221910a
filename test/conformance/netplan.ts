import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bridge } from '../../src/modules/bridge.ts';
import type { ArgumentFault } from '../../src/modules/module.ts';
import { conflicts } from '../../src/netplan/conflicts.ts';
import { parseNetplan } from '../../src/netplan/document.ts';
import { deskOf } from '../modules/trial.ts';
import type { ConformanceCase } from './ansible.ts';

/** A case for each folder of `dir`: what netplan is told in `input.yaml`, and whether it takes that. */
export function netplanCases(dir: string): ConformanceCase[] {
  const folders = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map(({ name }) => name)
    .sort()
    .map((name) => caseOf(`netplan/${name}`, join(dir, name)));
}

function caseOf(name: string, folder: string): ConformanceCase {
  const text = readFileSync(join(folder, 'input.yaml'), 'utf8');
  const network = parseNetplan(text).toJS().network as Settings;
  const skip = namesOf(network).length === 0 ? 'It describes no bridge.' : undefined;
  return { name, ...(skip && { skip }), run: () => runCase(folder, text) };
}

function runCase(folder: string, text: string): void {
  const result = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
  const found = refusals(text);
  if (result.generate_rc !== 0) {
    assert.ok(found.length > 0, `was accepted, but netplan says: ${result.message}`);
    return;
  }
  assert.deepEqual(found, []);
  const network = networkOf(text);
  for (const name of namesOf(network)) {
    const desired = described(network, name);
    const again = described(networkOf(rendered(desired).content), name);
    assert.deepEqual(bridge.args.parse(again), bridge.args.parse(desired), `${name} → file → ${name}`);
  }
}

/** Why Virtfleet would not make these bridges, each by a task of its own. */
function refusals(text: string): string[] {
  const errors = parseNetplan(text).errors.map(({ message }) => message);
  if (errors.length > 0) return errors;
  const network = networkOf(text);
  const names = namesOf(network);
  const unsaid = names.flatMap((name) => [...lost(network, name), ...unknown(network, name)]);
  if (unsaid.length > 0) return unsaid;
  const all = names.map((name) => rendered(described(network, name)));
  const files = all.map(({ path, content }) => ({ path, text: content }));
  return all.flatMap((one) => [
    ...one.complaints.map(({ summary }) => summary),
    ...(one.desired
      ? conflicts(
          one.desired,
          files.filter(({ path }) => path !== one.path),
          [],
        )
      : []
    ).map(({ sentence }) => sentence),
  ]);
}

type Settings = Record<string, unknown>;

/** The file that the task makes, or what it complains of. */
function rendered(task: Settings) {
  const complaints: ArgumentFault[] = [];
  const path = `${task.name}.yaml`;
  const args = bridge.args.safeParse(task);
  if (!args.success) return { path, content: '', complaints: [{ code: '', summary: args.error.message }] };
  const desired = bridge.prepare?.(args.data, deskOf(complaints));
  return { path, content: desired?.content ?? '', complaints, desired };
}

/** The arguments of the task that makes a bridge of this file. */
function described(network: Settings, name: string): Settings {
  const bridges = mapOf(network.bridges);
  const settings = mapOf(bridges[name]);
  const renderer = settings.renderer ?? bridges.renderer ?? network.renderer;
  const { bonds, vlans } = network;
  const found = portsOf(network, name).flatMap((port) => {
    const { match } = mapOf(mapOf(network.ethernets)[port]);
    return match === undefined ? [] : [[port, { match }]];
  });
  return {
    ...settings,
    name,
    ...(found.length > 0 && { ethernets: Object.fromEntries(found) }),
    ...(bonds !== undefined && { bonds }),
    ...(vlans !== undefined && { vlans }),
    ...(renderer !== undefined && { renderer }),
  };
}

/** The host is one that has what the file names below `ethernets` and the like, and no other link. */
function unknown(network: Settings, name: string): string[] {
  const { renderer: _, version: __, ...kinds } = network;
  const links = Object.values(kinds).flatMap((links) => Object.keys(mapOf(links)));
  return portsOf(network, name)
    .filter((port) => !links.includes(port))
    .map((port) => `there is no link ${port}`);
}

/** What is said of the ports besides by what they are found, and what every port of a bridge has: no addresses of its own. */
function lost(network: Settings, name: string): string[] {
  return portsOf(network, name).flatMap((port) =>
    Object.entries(mapOf(mapOf(network.ethernets)[port])).flatMap(([key, value]) =>
      key === 'match' || value === false ? [] : [`${port}: ${key}`],
    ),
  );
}

function portsOf(network: Settings, name: string): string[] {
  const ports = mapOf(mapOf(network.bridges)[name]).interfaces;
  return Array.isArray(ports) ? ports.map(String) : [];
}

/** `renderer` beside the links is no link. */
function namesOf({ bridges }: Settings): string[] {
  return Object.keys(mapOf(bridges)).filter((name) => name !== 'renderer');
}

function networkOf(text: string): Settings {
  return mapOf(mapOf(parseNetplan(text).toJS()).network);
}

function mapOf(value: unknown): Settings {
  return typeof value === 'object' && value !== null ? (value as Settings) : {};
}
