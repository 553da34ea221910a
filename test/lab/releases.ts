import type { Version } from '../../src/versions/version.ts';
import type { Kind } from './fleet.ts';

/** Debian's releases that hosts of the lab may be of, oldest first, with the libvirt of each. */
export const LIBVIRT_OF = {
  bullseye: [7, 0, 0],
  bookworm: [9, 0, 0],
  trixie: [11, 3, 0],
  forky: [12, 8, 0],
} as const satisfies Readonly<Record<string, Version>>;

export type Release = keyof typeof LIBVIRT_OF;

export function isRelease(name: string): name is Release {
  return Object.hasOwn(LIBVIRT_OF, name);
}

const { VIRTFLEET_RELEASES = 'bookworm,trixie', VIRTFLEET_KIND = '{}' } = process.env;

/** The releases that tests run on: two, or those that `npm run nightly` names. */
export const RELEASES: readonly Release[] = VIRTFLEET_RELEASES.split(',').filter(isRelease);

/** Of what kind their hosts are. */
export const KIND: Partial<Kind> = JSON.parse(VIRTFLEET_KIND);
