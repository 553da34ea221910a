import { join } from 'node:path';
import type { Converted } from '../../convert/convert-file.ts';
import type { Note } from '../../convert/source.ts';
import { quote } from '../../plan/quote.ts';
import { printable } from '../../report/printable.ts';
import { wrapped } from '../../report/wrap.ts';

interface Conversion {
  project: string;
  folder: string;
  converted: ReadonlyMap<string, Converted>;
  templates: readonly string[];
  width: number;
}

/** What a conversion changed, and what it left and why; lines are those of the project's files. */
export function conversionPage({ project, folder, converted, templates, width }: Conversion): string {
  const notes = (which: 'changes' | 'left') =>
    [...converted].flatMap(([file, one]) =>
      joined(one[which]).flatMap((note) => lines(join(project, file), note, width)),
    );
  const changed = notes('changes');
  const left = [
    ...notes('left'),
    ...templates.flatMap((file) => lines(join(project, file), { line: 1, text: TEMPLATE }, width)),
  ];
  return [
    changed.length > 0 ? 'Changed' : 'Nothing to change.',
    ...changed,
    ...(left.length > 0 ? ['', 'Left as it is', ...left] : []),
    '',
    `The result is in ${printable(folder)}. Compare it with the project:`,
    '',
    `    ${quote(['diff', '-ru', project, folder])}`,
    '',
  ].join('\n');
}

const TEMPLATE = 'A template of Jinja works as it is.';

/** The same of several lines is said once. */
function joined(notes: readonly Note[]): { at: string; text: string }[] {
  const found = new Map<string, number[]>();
  for (const { line, text } of notes) found.set(text, [...(found.get(text) ?? []), line]);
  return [...found].map(([text, at]) => ({ at: at.join(','), text }));
}

function lines(path: string, note: { at: string; text: string } | Note, width: number): string[] {
  const at = 'at' in note ? note.at : note.line;
  return [`  ${printable(`${path}:${at}`)}`, ...wrapped(printable(note.text), width, '    ')];
}
