import { ProbeError } from '../../plan/probe.ts';
import type { Version } from '../../versions/version.ts';

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
