import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { ProblemError } from '../problem.ts';
import { readYaml } from '../yaml/yaml.ts';
import type { Finding } from './finding.ts';

/** What is known to be unmanaged: the resources of each host. */
export type Baseline = Readonly<Record<string, readonly string[]>>;

const schema = z.record(z.string(), z.array(z.string()));

/** The baseline of a file; empty where there is none. Throws ProblemError. */
export function readBaseline(path: string): Baseline {
  if (!existsSync(path)) return {};
  const file = readYaml(readFileSync(path, 'utf8'), path);
  if (file.problems.length > 0) throw new ProblemError(file.problems);
  const { success, data } = schema.safeParse(file.value ?? {});
  if (success) return data;
  const detail = 'It is a map of hosts, each with a list of resources.';
  const hint = 'virtfleet drift --baseline writes it.';
  throw new ProblemError([
    { code: 'baseline', summary: 'The baseline cannot be read', detail, place: file.placeOf([]), hint },
  ]);
}

/** The findings without what the baseline has. */
export function withoutBaseline(findings: readonly Finding[], baseline: Baseline): Finding[] {
  return findings.filter(
    ({ state, host, resource }) =>
      state !== 'unmanaged' || !Object.hasOwn(baseline, host) || !baseline[host]?.includes(resource),
  );
}

/** The text of a baseline: of hosts that were not asked the lines of before stay. */
export function baselineText(
  findings: readonly Finding[],
  asked: readonly string[],
  before: Baseline,
): string {
  const hosts = new Map(Object.entries(before));
  for (const host of asked) hosts.delete(host);
  for (const { state, host, resource } of findings)
    if (state === 'unmanaged') hosts.set(host, [...(hosts.get(host) ?? []), resource]);
  const blocks = [...hosts]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([host, all]) =>
      [
        `${JSON.stringify(host)}:`,
        ...[...new Set(all)].toSorted().map((one) => `  - ${JSON.stringify(one)}`),
      ].join('\n'),
    );
  const head =
    '# Resources that no playbook describes and drift --unmanaged leaves out. Written by drift --baseline.';
  return `${[head, ...(blocks.length > 0 ? blocks : ['{}'])].join('\n')}\n`;
}
