import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { canonical } from '../../src/libvirt/compare/canonical.ts';
import { compareNetworks } from '../../src/libvirt/compare/compare.ts';
import { describeDifference } from '../../src/libvirt/compare/difference.ts';
import { mergeNetwork } from '../../src/libvirt/compare/merge.ts';
import { parseNetwork } from '../../src/libvirt/format/parse.ts';
import { serializeNetwork } from '../../src/libvirt/format/serialize.ts';
import { networkSchema } from '../../src/libvirt/format/yaml-schema.ts';
import type { Network } from '../../src/libvirt/model/network.ts';
import { checkNetwork, type Facts } from '../../src/libvirt/rules/check-network.ts';
import { ProblemError } from '../../src/problem.ts';
import type { ConformanceCase } from './ansible.ts';
import { updateCases } from './libvirt-update.ts';

/** The machine that gave the answers: libvirt 9.0 without SR-IOV. */
export const ANSWERED_BY: Facts = { version: [9, 0, 0], virtualFunctions: [] };

/** What libvirt answered to one definition, in `results.json`. */
interface Result {
  file: string;
  define_ok: boolean;
  define_error?: string;
  /** Values that libvirt made up: `uuid`, `mac`, `bridge/@name`. */
  generated?: string[];
}

/** A case for each definition in `networkxml2*`, and for each folder of `update-cases`. */
export function libvirtCases(dir: string): ConformanceCase[] {
  const folders = readdirSync(dir).filter((name) => /^networkxml2/.test(name));
  const definitions = folders.sort().flatMap((folder) => definitionCases(dir, folder));
  const updates = join(dir, 'update-cases');
  return [...definitions, ...(existsSync(updates) ? updateCases(updates) : [])];
}

function definitionCases(dir: string, folder: string): ConformanceCase[] {
  const base = join(dir, folder);
  const answers = join(base, 'results.json');
  const results: Result[] = existsSync(answers) ? JSON.parse(readFileSync(answers, 'utf8')) : [];
  const files = readdirSync(base).filter((name) => /\.xml$/.test(name) && !/\.canonical\.xml$/.test(name));
  return files.sort().map((file) => {
    const result = results.find((each) => basename(each.file) === file);
    return { name: `libvirt/${folder}/${file}`, run: () => runDefinition(join(base, file), result) };
  });
}

function runDefinition(path: string, result: Result | undefined): void {
  const xml = readFileSync(path, 'utf8');
  if (result && !result.define_ok) {
    const reasons = refusals(xml);
    assert.ok(reasons.length > 0, `was accepted, but libvirt says: ${result.define_error}`);
    return;
  }
  const written = parseNetwork(xml, path);
  assert.deepEqual(parseNetwork(serializeNetwork(written)), written, 'XML → model → XML → model');
  assert.deepEqual(networkSchema.parse(structuredClone(written)), written, 'model → YAML → model');
  const expected = path.replace(/\.xml$/, '.canonical.xml');
  if (existsSync(expected)) runStored(written, readFileSync(expected, 'utf8'), result?.generated ?? []);
}

/** What libvirt stored is foreseen, and a run after it finds nothing to do. */
function runStored(written: Network, dump: string, generated: readonly string[]): void {
  const stored = parseNetwork(dump);
  const foreseen = generated.reduce((network, path) => copy(path, stored, network), canonical(written));
  assert.equal(serializeNetwork(foreseen), `${dump.trimEnd()}\n`);
  assert.deepEqual(compareNetworks(written, stored).map(describeDifference), [], 'a rerun');
  assert.deepEqual(mergeNetwork(written, stored), stored, 'defined again');
}

function refusals(xml: string): string[] {
  try {
    const findings = checkNetwork(parseNetwork(xml), ANSWERED_BY);
    return findings.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  } catch (error) {
    if (error instanceof ProblemError) return error.problems.map(({ code }) => code);
    throw error;
  }
}

/** Copies one value that only the host can know; `bridge/@stp` is the attribute of an element. */
function copy(path: string, from: Network, to: Network): Network {
  const [element = '', attribute] = path.split('/@');
  const source = (from as unknown as Values)[element];
  if (attribute === undefined) return { ...to, [element]: source };
  const target = (to as unknown as Values)[element] as Values | undefined;
  return { ...to, [element]: { ...target, [attribute]: (source as Values | undefined)?.[attribute] } };
}

type Values = Record<string, unknown>;
