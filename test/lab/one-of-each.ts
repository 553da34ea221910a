import { lab } from './lab.ts';

/** A host of a release: bookworm has libvirt 9.0, trixie 11.3. */
export function hostOf(release: 'bookworm' | 'trixie'): string {
  const host = lab.hosts().find((each) => each.release === release);
  if (!host) throw new Error(`the lab has no host of ${release}`);
  return host.name;
}

/** A host of each release. */
export const oneOfEach = (): string[] => [hostOf('bookworm'), hostOf('trixie')];
