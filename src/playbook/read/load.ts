import { dirname, resolve } from 'node:path';
import { readText } from '../../inventory/read-text.ts';
import { MODULES } from '../../modules/index.ts';
import type { AnyModule } from '../../modules/module.ts';
import type { Problem } from '../../problem.ts';
import { readYaml, type YamlFile } from '../../yaml/yaml.ts';
import { Findings, inOrder } from '../findings.ts';
import type { Play, Playbook } from '../model.ts';
import { Part } from '../yaml-node.ts';
import { readPlay } from './read-play.ts';
import { TaskIds } from './read-task.ts';

export interface LoadedPlaybook {
  /** As far as it could be read; without plays when the file could not be read at all. */
  playbook: Playbook;
  /** Where it is: `templates`, `files`, `group_vars` and the like are looked for beside it. */
  folder: string;
  problems: Problem[];
  warnings: Problem[];
}

/** Reads a playbook and checks everything in it that does not depend on hosts. Never throws for what a user wrote. */
export function loadPlaybook(path: string, modules: readonly AnyModule[] = MODULES): LoadedPlaybook {
  const found: { problems: Problem[]; warnings: Problem[] } = { problems: [], warnings: [] };
  const text = readText(path, found);
  const findings = new Findings();
  findings.add(found.problems);
  const plays = text === undefined ? [] : readPlays(readYaml(text, path, 'ansible'), modules, findings);
  const folder = dirname(resolve(path));
  return {
    playbook: { file: path, folder, plays },
    folder,
    problems: inOrder(findings.list()),
    warnings: found.warnings,
  };
}

function readPlays(yaml: YamlFile, modules: readonly AnyModule[], findings: Findings): Play[] {
  const plays = yaml.value === undefined ? [] : playsOf(new Part(yaml, [], yaml.value), modules, findings);
  // What YAML itself finds wrong on a line is the reason for whatever else is wrong there.
  findings.supersede(yaml.problems);
  return plays;
}

function playsOf(top: Part, modules: readonly AnyModule[], findings: Findings): Play[] {
  const ids = new TaskIds();
  if (Array.isArray(top.value))
    return top.items().flatMap((part) => readPlay(part, modules, ids, findings) ?? []);
  findings.add([noPlays(top)]);
  return [];
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
