import type { Probe } from '../../plan/probe.ts';
import { only } from '../../plan/probe.ts';
import type { Version } from '../../versions/version.ts';
import { parseVersion } from '../model/version.ts';

/** The version of the libvirt daemon, which decides what a definition may hold and what `net-update` can do. */
export const libvirtVersion: Probe<Version> = {
  key: 'libvirt version',
  ask: { kind: 'virsh', commands: [['version', '--daemon']] },
  parse: (answers) => parseVersion(only(answers).stdout.toString()),
};
