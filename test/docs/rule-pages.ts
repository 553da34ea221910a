import type { Rule } from '../../src/audit/rule.ts';
import { FAMILIES } from '../../src/audit/rules/index.ts';
import { cell, table } from './markdown.ts';

/** The pages of docs/rules, by their names: one for each rule of `audit`, and README.md that lists them. */
export function rulePages(): Record<string, string> {
  const pages = Object.entries(FAMILIES).flatMap(([family, rules]) =>
    rules.map((rule) => [`${rule.id}.md`, page(rule, family)]),
  );
  return { 'README.md': overview(), ...Object.fromEntries(pages) };
}

function overview(): string {
  return [
    '# Rules of audit',
    '',
    'These pages are generated from the rules. Do not edit them: `npm run reference` writes them again. [Audit](../audit.md) says how rules are used, waived, and joined by policies of your own.',
    '',
    ...Object.entries(FAMILIES).flatMap(([family, rules]) => [
      `## ${family}`,
      '',
      ...table(
        ['rule', 'severity', 'finds'],
        rules.map(({ id, severity, summary }) => [`[\`${id}\`](${id}.md)`, severity, cell(`${summary}.`)]),
      ),
    ]),
  ].join('\n');
}

function page({ id, severity, summary, why, todo }: Rule, family: string): string {
  return [
    `# ${id}`,
    '',
    `${summary}. Severity: ${severity}. Family: ${family}.`,
    '',
    '## Why',
    '',
    cell(why),
    '',
    '## What to do',
    '',
    cell(todo),
    '',
    '## Accept it for a while',
    '',
    'In `waivers.yaml` beside the playbook, or in the folder in which `virtfleet audit` is started:',
    '',
    '```yaml',
    `- rule: ${id}`,
    '  hosts: all',
    "  resource: '*'",
    '  reason: why it may be so',
    '  who: your name',
    '  until: 2027-01-31',
    '```',
    '',
    '[All rules](README.md)',
    '',
  ].join('\n');
}
