import { fits, type Hardware } from './kernel/hardware.ts';
import type { UnderlayLink } from './kernel/underlay-link.ts';

/** A link as a file of netplan describes it. */
export interface DescribedLink {
  section: string;
  /** What the files call it: its name, unless it is found by `match`. */
  id: string;
  settings: Readonly<Record<string, unknown>>;
}

/** The links that `match` finds, or undefined where the id is the name. */
export function foundBy({ settings }: DescribedLink, links: readonly Hardware[]): string[] | undefined {
  if (typeof settings.match !== 'object' || settings.match === null) return undefined;
  const match = mapOf(settings.match);
  return links.filter((link) => fits(match, link)).map(({ name }) => name);
}

export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

export function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** What a bridge describes, as far as other files may describe it too. */
export interface Described {
  name: string;
  /** As the file calls them and as the kernel does, where these differ. */
  interfaces: readonly string[];
  underlay: readonly UnderlayLink[];
  /** As the kernel writes them. */
  addresses: readonly string[];
}

/** What a task says of its bridge, under the names of netplan. */
export type Settings = Readonly<Record<string, unknown>>;
