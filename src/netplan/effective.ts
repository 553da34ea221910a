import { type DescribedLink, mapOf } from '../bridge/described.ts';
import { fileLinks } from './file-links.ts';
import type { NetplanFile } from './host-files.ts';

/**
 * The links as netplan takes all files together: netplan-generate(8). Of one that several files describe, later values
 * replace earlier ones, maps are joined key by key, and lists are appended.
 */
export function effectiveLinks(files: readonly NetplanFile[]): DescribedLink[] {
  const links = new Map<string, DescribedLink>();
  for (const { section, id, settings } of files.flatMap(({ text }) => fileLinks(text))) {
    const key = `${section} ${id}`;
    const before = links.get(key)?.settings ?? {};
    links.set(key, { section, id, settings: joined(before, settings) });
  }
  return [...links.values()];
}

type Settings = DescribedLink['settings'];

function joined(before: Settings, after: Settings): Settings {
  const all: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(after)) {
    const was = before[key];
    if (Array.isArray(was) && Array.isArray(value)) all[key] = [...new Set([...was, ...value])];
    else if (isMap(was) && isMap(value)) all[key] = joined(mapOf(was), mapOf(value));
    else all[key] = value;
  }
  return all;
}

function isMap(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
