import { MODULES } from '../modules/index.ts';
import { isController } from '../playbook/arguments/controller-paths.ts';
import { readCall } from '../playbook/arguments/module-call.ts';
import { Findings } from '../playbook/findings.ts';
import { handlerKeywords } from '../playbook/keywords.ts';
import { withModuleKey } from '../playbook/read/action-key.ts';
import { includeKey } from '../playbook/read/read-include.ts';
import { isMeta } from '../playbook/read/read-meta.ts';
import { keywordsOf } from '../playbook/read/read-task.ts';
import type { Note } from './source.ts';
import type { Item } from './task-lists.ts';

/** What a run would refuse in the tasks themselves, with what to write instead. */
export function refusedTasks(tasks: readonly Item[]): Note[] {
  const findings = new Findings();
  for (const { part } of tasks) {
    const task = withModuleKey(part);
    if (task.at('block').value !== undefined || isMeta(task) || includeKey(task) !== undefined) continue;
    const { others, keywords } = keywordsOf(task, handlerKeywords, findings);
    // The controller's paths may be relative.
    const on = isController(task.at('delegate_to').value) ? { folder: '/' } : {};
    findings.try(() => readCall(task, others, keywords, MODULES, on));
  }
  return findings.list().map(({ summary, detail, hint, place }) => ({
    line: place?.line ?? 1,
    text: [detail ?? `${summary}.`, hint].filter(Boolean).join(' '),
  }));
}
