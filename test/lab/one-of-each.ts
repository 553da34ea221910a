import { lab } from './lab.ts';
import { RELEASES, type Release } from './releases.ts';

/** The first host of a release. */
export function hostOf(release: Release): string {
  const host = lab.hosts().find((each) => each.release === release);
  if (!host) throw new Error(`the lab has no host of ${release}`);
  return host.name;
}

/** The first host of each release that is tested. */
export const oneOfEach = (): string[] => RELEASES.map(hostOf);
