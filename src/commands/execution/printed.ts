import type { Listener } from '../../plan/run-event.ts';
import { jsonText } from '../../report/files/json-text.ts';
import { junit } from '../../report/files/junit.ts';
import { closingLines, eventLine } from '../../report/files/ndjson.ts';
import type { Report } from '../../report/files/report.ts';
import type { REPORT_OPTIONS } from '../declaration/shared-options.ts';

/** What `--format` may be. */
export type Format = (typeof REPORT_OPTIONS)['format']['initial'];

/** What is printed once a run has ended, where that is no page for people. */
export const PRINTED: Readonly<Record<Exclude<Format, 'text'>, (report: Report) => string>> = {
  json: jsonText,
  ndjson: closingLines,
  junit,
};

/** What prints events while a run goes on, where they are asked for. */
export function printedEvents(
  { format, diff }: { format: Format; diff: boolean },
  write: (text: string) => void,
): Listener[] {
  if (format !== 'ndjson') return [];
  return [
    (event) => {
      const line = eventLine(event, diff);
      if (line !== undefined) write(line);
    },
  ];
}
