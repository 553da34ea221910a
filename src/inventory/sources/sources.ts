import { accessSync, constants, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProblemError } from '../../problem.ts';
import { didYouMean } from '../../template/suggest.ts';
import { readYaml } from '../../yaml/yaml.ts';
import type { Draft } from '../inventory-builder.ts';
import { isFolder, statOf } from '../local-path.ts';
import { readText, systemMessage } from '../read-text.ts';
import { asYaml } from './format.ts';
import { readIniInventory } from './ini.ts';
import { isListing, readHostVariables, readListing } from './listing.ts';
import { runScript } from './script.ts';
import { readYamlInventory } from './yaml-inventory.ts';

/**
 * Reads one `-i` into the draft: a file, a folder of them, a program, or a list of hosts, which has a comma.
 * Returns the folder beside which its `group_vars` and `host_vars` are looked for.
 */
export function readSource(source: string, draft: Draft): string | undefined {
  try {
    return readFound(source, draft);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    draft.problems.push(...error.problems);
    return undefined;
  }
}

function readFound(source: string, draft: Draft): string | undefined {
  const found = statOf(source);
  if (source.includes(',') && !found) {
    readHostList(source, draft);
    return undefined;
  }
  if (!found) {
    draft.problems.push(missing(source));
    return undefined;
  }
  readPath(source, draft, 0);
  return found.isDirectory() ? source : dirname(source);
}

function readHostList(list: string, draft: Draft): void {
  const ungrouped = draft.group('ungrouped');
  const names = list.split(',').map((name) => name.trim());
  for (const name of names) if (name !== '' && ungrouped) draft.addHosts(name, ungrouped, {});
}

const MAX_DEPTH = 10;

function readPath(path: string, draft: Draft, depth: number): void {
  if (depth <= MAX_DEPTH && isFolder(path)) readFolder(path, draft, depth);
  else readFile(path, draft);
}

/** Folder entries that Ansible does not read as inventories. */
const IGNORED =
  /^\.|^(?:host_vars|group_vars|vars_plugins)$|(?:\.pyc|\.pyo|\.swp|\.bak|~|\.rpm|\.md|\.txt|\.rst|\.orig|\.ini|\.cfg|\.retry)$/;

function readFolder(folder: string, draft: Draft, depth: number): void {
  for (const name of namesIn(folder, draft).sort()) {
    if (!IGNORED.test(name)) readPath(join(folder, name), draft, depth + 1);
    else if (/^hosts?\.ini$/.test(name))
      draft.warnings.push({
        code: 'ignored-inventory',
        summary: 'A file in an inventory folder is not read',
        detail: `${join(folder, name)}: as in Ansible, *.ini files of a folder are taken for settings of scripts.`,
        hint: 'Give the file its own -i, or rename it without .ini.',
      });
  }
}

function namesIn(folder: string, draft: Draft): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const detail = `${folder}: ${systemMessage(error)}`;
    draft.problems.push({ code: 'unreadable-file', summary: 'A file cannot be read', detail });
    return [];
  }
}

function readFile(path: string, draft: Draft): void {
  const text = readText(path, draft);
  if (text === undefined) return;
  if (text.startsWith('$ANSIBLE_VAULT;')) {
    const detail = `${path} was encrypted by ansible-vault.`;
    draft.problems.push({ code: 'vaulted-file', summary: 'An encrypted file cannot be read', detail });
  } else if (text.startsWith('#!') && isExecutable(path)) {
    readProgram(path, draft);
  } else {
    const yaml = asYaml(text, path);
    if (!yaml) readIniInventory(text, path, draft);
    else if (isListing(yaml.value)) readListing(yaml, path, draft);
    else readYamlInventory(yaml, path, draft);
  }
}

function readProgram(path: string, draft: Draft): void {
  const output = runScript(path, ['--list'], draft);
  if (output === undefined) return;
  for (const host of readListing(readYaml(output, `${path} --list`), path, draft)) {
    const said = runScript(path, ['--host', host], draft);
    if (said === undefined) return;
    const yaml = readYaml(said, `${path} --host ${host}`);
    draft.problems.push(...yaml.problems);
    readHostVariables(yaml, [], host, yaml.value, draft);
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
