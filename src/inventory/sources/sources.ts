import { accessSync, constants, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProblemError } from '../../problem.ts';
import { didYouMean } from '../../template/suggest.ts';
import { isMap } from '../../template/values.ts';
import { readYaml, type YamlFile } from '../../yaml/yaml.ts';
import type { Builder } from '../inventory-builder.ts';
import { isFolder, statOf } from '../local-path.ts';
import { readText, systemMessage } from '../read-text.ts';
import { isConstructed, readConstructed } from './constructed.ts';
import { asYaml } from './format.ts';
import { readIniInventory } from './ini.ts';
import { isListing, readHostVariables, readListing } from './listing.ts';
import { hasAnsible, runProgram, runScript } from './script.ts';
import { asToml } from './toml.ts';
import { readYamlInventory } from './yaml-inventory.ts';

/**
 * Reads one `-i` into the builder: a file, a folder of them, a program, or a list of hosts, which has a comma.
 * Returns the folder next to which its `group_vars` and `host_vars` are searched.
 */
export function readSource(source: string, builder: Builder): string | undefined {
  try {
    return readFound(source, builder);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    builder.problems.push(...error.problems);
    return undefined;
  }
}

function readFound(source: string, builder: Builder): string | undefined {
  const found = statOf(source);
  if (source.includes(',') && !found) {
    readHostList(source, builder);
    return undefined;
  }
  if (!found) {
    builder.problems.push(missing(source));
    return undefined;
  }
  readPath(source, builder, 0);
  return found.isDirectory() ? source : dirname(source);
}

function readHostList(list: string, builder: Builder): void {
  const ungrouped = builder.group('ungrouped');
  const names = list.split(',').map((name) => name.trim());
  for (const name of names) if (name !== '' && ungrouped) builder.addHosts(name, ungrouped, {});
}

const MAX_DEPTH = 10;

function readPath(path: string, builder: Builder, depth: number): void {
  if (depth <= MAX_DEPTH && isFolder(path)) readFolder(path, builder, depth);
  else readFile(path, builder);
}

/** Folder entries that Ansible does not read as inventories. */
const IGNORED =
  /^\.|^(?:host_vars|group_vars|vars_plugins)$|(?:\.pyc|\.pyo|\.swp|\.bak|~|\.rpm|\.md|\.txt|\.rst|\.orig|\.ini|\.cfg|\.retry)$/;

/** Those of them that nobody takes for an inventory. */
const HIDDEN = /^\.|^(?:host_vars|group_vars|vars_plugins)$|\.(?:py[co]|swp|md|rst|rpm)$/;

function readFolder(folder: string, builder: Builder, depth: number): void {
  for (const name of namesIn(folder, builder).sort()) {
    if (!IGNORED.test(name)) readPath(join(folder, name), builder, depth + 1);
    else if (/^hosts?\.ini$/.test(name))
      builder.warnings.push({
        code: 'ignored-inventory',
        summary: 'A file in an inventory folder is not read',
        detail: `${join(folder, name)}: as in Ansible, *.ini files of a folder are taken for settings of scripts.`,
        hint: 'Give the file its own -i, or rename it without .ini.',
      });
    else if (!HIDDEN.test(name)) builder.passedOver.push(join(folder, name));
  }
}

function namesIn(folder: string, builder: Builder): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const detail = `${folder}: ${systemMessage(error)}`;
    builder.problems.push({ code: 'unreadable-file', summary: 'A file cannot be read', detail });
    return [];
  }
}

function readFile(path: string, builder: Builder): void {
  const text = readText(path, builder);
  if (text === undefined) return;
  if (text.startsWith('$ANSIBLE_VAULT;')) {
    const detail = `${path} was encrypted by ansible-vault.`;
    builder.problems.push({ code: 'vaulted-file', summary: 'An encrypted file cannot be read', detail });
  } else if (text.startsWith('#!') && isExecutable(path)) {
    readProgram(path, builder);
  } else if (path.endsWith('.toml')) {
    readYamlInventory(asToml(text, path), path, builder);
  } else {
    const yaml = asYaml(text, path) ?? asConfig(text, path);
    if (isConstructed(yaml?.value)) readConstructed(yaml as YamlFile, path, builder);
    else if (isMap(yaml?.value) && 'plugin' in yaml.value && hasAnsible()) readByAnsible(path, builder);
    else if (!yaml) readIniInventory(text, path, builder);
    else if (isListing(yaml.value)) readListing(yaml, path, builder);
    else readYamlInventory(yaml, path, builder);
  }
}

/** The configuration of a plugin, which has no groups. */
function asConfig(text: string, path: string): YamlFile | undefined {
  if (!/^plugin:/m.test(text)) return undefined;
  const yaml = readYaml(text, path, 'ansible');
  return isMap(yaml.value) && 'plugin' in yaml.value ? yaml : undefined;
}

/** Reads a source that only a plugin of Ansible can read. */
function readByAnsible(path: string, builder: Builder): void {
  const output = runProgram(['ansible-inventory', '-i', path, '--list'], builder);
  if (output !== undefined) readListing(readYaml(output, path), path, builder);
}

function readProgram(path: string, builder: Builder): void {
  const output = runScript(path, ['--list'], builder);
  if (output === undefined) return;
  for (const host of readListing(readYaml(output, `${path} --list`), path, builder)) {
    const said = runScript(path, ['--host', host], builder);
    if (said === undefined) return;
    const yaml = readYaml(said, `${path} --host ${host}`);
    builder.problems.push(...yaml.problems);
    readHostVariables(yaml, [], [host, yaml.value], builder);
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function missing(source: string) {
  const folder = dirname(source);
  const beside = isFolder(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  const isBareName = !/[/.]/.test(source);
  return {
    code: 'missing-inventory',
    summary: 'There is no such inventory',
    detail: `${source} is neither a file nor a folder.`,
    ...(isBareName && { hint: `For a list of hosts add a comma: -i ${source},` }),
    ...didYouMean(source, beside),
  };
}
