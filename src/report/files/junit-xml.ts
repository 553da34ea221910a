import type { Verdict } from './verdict.ts';
import { xmlText } from './xml-text.ts';

/** A suite of JUnit. */
export interface Suite {
  name: string;
  /** Absent of what is about several hosts. */
  host?: string;
  cases: readonly Case[];
  seconds: number;
}

export interface Case {
  attributes: Readonly<Record<string, string>>;
  verdict: Verdict;
  /** The state or status, in a word. */
  kind: string;
  lines: readonly string[];
}

/** A document of JUnit's XML: the suites, with how long all took (seconds) and when it began, where that is known. */
export function junitXml(
  name: string,
  suites: readonly Suite[],
  { took, started }: { took?: number; started?: string } = {},
): string {
  const whole = { name, ...totals(suites.flatMap(({ cases }) => cases)) };
  const time = { ...(took !== undefined && { time: seconds(took) }), ...(started && { timestamp: started }) };
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ ...whole, ...time })}>`,
    ...suites.flatMap((suite) => suiteLines(suite, started)),
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteLines({ name, host, cases, seconds: took }: Suite, started: string | undefined): string[] {
  const where: Record<string, string> = host === undefined ? {} : { hostname: host };
  const about = {
    name,
    ...where,
    ...totals(cases),
    time: seconds(took),
    ...(started && { timestamp: started }),
  };
  return [`  <testsuite${attributes(about)}>`, ...cases.flatMap(caseLines), '  </testsuite>'];
}

const ELEMENTS = { failed: 'failure', error: 'error', skipped: 'skipped' } as const;

function caseLines({ attributes: about, verdict, kind, lines }: Case): string[] {
  const opening = `    <testcase${attributes(about)}`;
  const text = xmlText(lines.join('\n')).replaceAll('&#10;', '\n');
  if (verdict === 'passed') {
    if (lines.length === 0) return [`${opening}/>`];
    return [`${opening}>`, `      <system-out>${text}</system-out>`, '    </testcase>'];
  }
  const element = ELEMENTS[verdict];
  const message = { message: [kind, lines[0]?.split('\n')[0]].filter(Boolean).join(': ') };
  const reason = attributes(verdict === 'skipped' ? message : { ...message, type: kind });
  return [`${opening}>`, `      <${element}${reason}>${text}</${element}>`, '    </testcase>'];
}

function totals(cases: readonly Case[]): Record<string, string> {
  const count = (kind: Verdict) => String(cases.filter(({ verdict }) => verdict === kind).length);
  return {
    tests: String(cases.length),
    failures: count('failed'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

function attributes(all: Readonly<Record<string, string>>): string {
  return Object.entries(all)
    .map(([name, value]) => ` ${name}="${xmlText(value)}"`)
    .join('');
}

/** Seconds, as JUnit has them. */
export function seconds(value: number): string {
  return value.toFixed(3);
}
