import { dirname, resolve } from 'node:path';
import { readText } from '../../inventory/read-text.ts';
import { MODULES } from '../../modules/index.ts';
import type { AnyModule } from '../../modules/module.ts';
import type { Problem } from '../../problem.ts';
import { isMap } from '../../template/values.ts';
import { readYaml, type YamlFile } from '../../yaml/yaml.ts';
import { Findings, inOrder } from '../findings.ts';
import type { Play, Playbook } from '../model.ts';
import { Part } from '../yaml-node.ts';
import { importedPlaybook, isImport, withImport } from './import-playbook.ts';
import { type PlayReading, readPlay } from './read-play.ts';
import { SourceFiles } from './source-files.ts';
import { TaskIds } from './task-ids.ts';

export interface LoadedPlaybook {
  /** As far as it could be read; without plays when the file could not be read at all. */
  playbook: Playbook;
  /** Where it is: `templates`, `files` and the like are looked for beside it. */
  folder: string;
  /** The folders of its plays, imported ones included: there may be `group_vars` and `host_vars`. */
  folders: readonly string[];
  problems: Problem[];
  warnings: Problem[];
}

/** What ansible.cfg and the command line say of all playbooks. */
export interface LoadOptions {
  /** Folders of roles, in place of the usual ones. */
  rolesPath?: readonly string[] | undefined;
  /** Whether hosts that fail run their handlers, where a play does not say. */
  forcesHandlers?: boolean | undefined;
}

/** Reads a playbook and checks everything in it that does not depend on hosts. Never throws for what a user wrote. */
export function loadPlaybook(
  path: string,
  modules: readonly AnyModule[] = MODULES,
  { rolesPath, forcesHandlers = false }: LoadOptions = {},
): LoadedPlaybook {
  const found: { problems: Problem[]; warnings: Problem[] } = { problems: [], warnings: [] };
  const findings = new Findings();
  const shared = {
    modules,
    findings,
    forcesHandlers,
    ids: new TaskIds(),
    sources: new SourceFiles(dirname(path), rolesPath),
  };
  const plays = playsOf(path, shared, found);
  findings.add(found.problems);
  const folder = dirname(resolve(path));
  return {
    playbook: { file: path, plays },
    folder,
    folders: plays.length > 0 ? [...new Set(plays.map((play) => play.folder))] : [folder],
    problems: inOrder(findings.list()),
    warnings: found.warnings,
  };
}

type Found = Pick<LoadedPlaybook, 'problems' | 'warnings'>;

function playsOf(path: string, shared: PlayReading, found: Found, outer: readonly string[] = []): Play[] {
  const text = readText(path, found);
  if (text === undefined) return [];
  const yaml = readYaml(text, path, 'ansible');
  const plays = readPlays(yaml, path, shared, found, outer);
  // What YAML itself finds wrong on a line is the reason for whatever else is wrong there.
  shared.findings.supersede(yaml.problems);
  return plays;
}

function readPlays(
  yaml: YamlFile,
  file: string,
  shared: PlayReading,
  found: Found,
  outer: readonly string[],
): Play[] {
  if (yaml.value === undefined) return [];
  const top = new Part(yaml, [], yaml.value);
  if (!Array.isArray(top.value)) {
    shared.findings.add([noPlays(top)]);
    return [];
  }
  const source = { file, folder: dirname(resolve(file)) };
  const files = [...outer, resolve(file)];
  return top.items().flatMap((part) => {
    if (!isMap(part.value) || !isImport(part)) return readPlay(part, source, shared) ?? [];
    const path = shared.findings.try(() => importedPlaybook(part, source.folder, files));
    const plays = path === undefined ? [] : playsOf(shared.sources.shown(path), shared, found, files);
    return plays.map((play) => withImport(play, part, shared.findings));
  });
}

function noPlays(top: Part): Problem {
  return {
    code: 'not-a-playbook',
    summary: 'A playbook is not a list of plays',
    ...(top.value === null && { detail: 'It is empty.' }),
    place: top.place,
    hint: 'Begin each play with a dash: `- hosts: all`.',
  };
}
