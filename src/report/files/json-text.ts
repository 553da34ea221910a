import { findingDocument } from '../drift/finding-document.ts';
import { runJson } from '../json.ts';
import type { Report } from './report.ts';

/** The JSON document of a report. */
export function jsonText({ record, findings, virtfleet, commit, diff, exitCode }: Report): string {
  const documents = findings?.map((one) => findingDocument(one, diff));
  return runJson(record, { virtfleet, commit, diff, exitCode, ...(documents && { findings: documents }) });
}
