import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { PHASES, type Phase, SITE_PHASES, TOOLS, type ToolName } from './tools.ts';

export interface Options {
  hosts: number;
  /** How often every tool is measured in every phase. */
  runs: number;
  phases: readonly Phase[];
  without: readonly ToolName[];
  json: boolean;
  /** `dist/cli.js` of another build of Virtfleet, which takes turns with this one. */
  against: string | undefined;
  /** State folder of the lab. One that is up already is used, and stays. */
  lab: string;
}

/** The options of the command line. Throws an Error with a sentence on what is wrong. */
export function readOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      hosts: { type: 'string', default: '10' },
      runs: { type: 'string', default: '5' },
      phase: { type: 'string', multiple: true, default: [...SITE_PHASES] },
      without: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      against: { type: 'string' },
      lab: { type: 'string', default: join(tmpdir(), 'virtfleet-bench') },
    },
  });
  return {
    hosts: positive('--hosts', values.hosts),
    runs: positive('--runs', values.runs),
    phases: values.phase.map((phase) => oneOf('--phase', phase, PHASES)),
    without: values.without.map((tool) => oneOf('--without', tool, TOOLS)),
    json: values.json,
    against: values.against && resolve(values.against),
    lab: values.lab,
  };
}

function positive(option: string, text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new Error(`${option} takes a number from 1, not ${JSON.stringify(text)}.`);
}

function oneOf<T extends string>(option: string, text: string, known: readonly T[]): T {
  const found = known.find((each) => each === text);
  if (found) return found;
  throw new Error(`${option} takes one of ${known.join(', ')}, not ${JSON.stringify(text)}.`);
}
