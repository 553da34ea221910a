import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lab } from '../lab/lab.ts';
import type { Site } from './parts/index.ts';
import type { HostFacts, Part } from './parts/part.ts';
import { playbook } from './playbook.ts';

/** The fleet of a soak, and what its playbook wants of it now. */
export interface Stage {
  /** The operator's files: playbook, history, reports. */
  readonly folder: string;
  readonly hosts: readonly HostFacts[];
  sites: ReadonlyMap<string, Site>;
  /** The run of the last step and what was there before it, where it may be rolled back. */
  last?: { run: string; sites: ReadonlyMap<string, Site> } | undefined;
  /** Names of files that each host had before the first step. */
  files: ReadonlyMap<string, readonly string[]>;
}

export const siteFile = (stage: Stage) => join(stage.folder, 'site.yaml');

/** Inventory and history, for every command. */
export const words = (stage: Stage) => [
  ...['-i', lab.paths.inventory],
  ...['--history', join(stage.folder, 'history.db')],
];

/** Writes the playbook that wants these sites. */
export function write(stage: Stage, sites = stage.sites, parts?: readonly Part[]): void {
  writeFileSync(siteFile(stage), playbook(stage.hosts, sites, parts));
}

/** The same on all hosts side by side. */
export const all = <T>({ hosts }: Stage, work: (host: string) => Promise<T>): Promise<T[]> =>
  Promise.all(hosts.map(({ name }) => work(name)));
