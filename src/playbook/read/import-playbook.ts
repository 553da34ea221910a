import { resolve } from 'node:path';
import { type Place, ProblemError } from '../../problem.ts';
import { adviceForPlay, shortName } from '../ansible-hints.ts';
import { check } from '../arguments/check-arguments.ts';
import type { Findings } from '../findings.ts';
import type { Inherited } from '../inherited.ts';
import { importPlaybookKeywords } from '../keywords.ts';
import type { Play } from '../model.ts';
import { mapTree } from '../task-tree.ts';
import type { Part } from '../yaml-node.ts';
import { readConditions } from './inherit.ts';
import { readNames, readVariables } from './read-variables.ts';

/** Whether an entry of a playbook stands for the plays of another one. */
export function isImport(part: Part): boolean {
  return keyOf(part) !== undefined;
}

function keyOf(part: Part): string | undefined {
  return Object.keys(part.value as object).find((key) => shortName(key) === 'import_playbook');
}

/** The path of the playbook that is imported. `files` are those that are being read. Throws ProblemError. */
export function importedPlaybook(part: Part, folder: string, files: readonly string[]): string {
  const key = keyOf(part) ?? '';
  const { [key]: name, ...rest } = part.value as Record<string, unknown>;
  const value = { ...rest, import_playbook: name };
  check(importPlaybookKeywords, value, part, { name: 'import_playbook', sort: 'key', advice: adviceForPlay });
  const { place } = part.at(key);
  const path = resolve(folder, String(name));
  if (files.includes(path)) throw new ProblemError([circle(path, place)]);
  return path;
}

/** What stands beside an import holds for all plays of the playbook; its variables win over theirs. */
export function withImport(play: Play, part: Part, findings: Findings): Play {
  const when = readConditions(part.at('when'), findings);
  const tags = readNames(part.at('tags'));
  const added = <T extends Inherited>(one: T): T => ({
    ...one,
    when: [...when, ...one.when],
    tags: [...new Set([...tags, ...one.tags])],
  });
  return {
    ...play,
    vars: { ...play.vars, ...readVariables(part.at('vars'), findings) },
    tasks: mapTree(play.tasks, (task) => [added(task)]),
    handlers: play.handlers.map((handler) => ({ ...handler, task: added(handler.task) })),
  };
}

function circle(path: string, place: Place) {
  return {
    code: 'import-circle',
    summary: 'A playbook imports itself',
    detail: `${path} is being read already.`,
    place,
    hint: 'Remove one of the imports.',
  };
}
