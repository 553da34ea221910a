import { ProbeError } from '../../plan/probe.ts';

/** A version of libvirt: major, minor, patch. */
export type Version = readonly [major: number, minor: number, patch: number];

/**
 * Reads `virsh version`, with `--daemon` or without. The daemon's version counts when it is given: it decides what
 * a definition may hold.
 */
export function parseVersion(output: string): Version {
  const line =
    /^Running against daemon: (.+)$/m.exec(output) ?? /^Using library: libvirt (.+)$/m.exec(output);
  const [major, minor, patch] = (line?.[1] ?? '').split('.').map(Number);
  if (
    major === undefined ||
    minor === undefined ||
    patch === undefined ||
    Number.isNaN(major + minor + patch)
  ) {
    throw new ProbeError(`virsh version gave no version of libvirt: ${output.trim()}`);
  }
  return [major, minor, patch];
}

/** Whether `version` is `minimum` or newer. */
export function isAtLeast(version: Version, minimum: Version): boolean {
  const [major, minor, patch] = version.map((number, index) => number - (minimum[index] ?? 0));
  return (major || minor || patch || 0) >= 0;
}
