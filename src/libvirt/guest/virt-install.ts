import { only, type Probe } from '../../plan/probe.ts';
import type { Step } from '../../plan/step.ts';
import type { Nic } from './nic.ts';

/** The words of one option of virt-install, as `path=/a.qcow2,size=20`. */
export type Suboptions = Readonly<Record<string, string | number | boolean>>;

/** What a guest is created with, in the words of virt-install(1). */
export interface Installation {
  name: string;
  /** MiB. */
  memory: number;
  vcpus: number;
  /** Start from what is on the disks, instead of installing. */
  import: boolean;
  interfaces: readonly Nic[];
  disks: readonly Suboptions[];
  cloudInit?: Suboptions | undefined;
  osinfo: string;
  extraArgs: readonly string[];
}

/** Whether virt-install starts the guest: what serves the first start only is in no definition that is stored. */
export function isStartedByInstall({
  import: isImport,
  cloudInit,
}: Pick<Installation, 'import' | 'cloudInit'>) {
  return !isImport || cloudInit !== undefined;
}

/** Creates the guest, and does not start it unless that is needed to install it. */
export function virtInstall(desired: Installation): Step {
  const several = (option: string, all: readonly Suboptions[]) =>
    (all.length > 0 ? all.map(suboptions) : ['none']).flatMap((words) => [option, words]);
  const args = [
    ...['--name', desired.name, '--memory', String(desired.memory), '--vcpus', String(desired.vcpus)],
    ...(desired.import ? ['--import'] : []),
    ...(isStartedByInstall(desired) ? [] : ['--noreboot']),
    ...['--noautoconsole', '--osinfo', desired.osinfo],
    ...several('--network', desired.interfaces.map(network)),
    ...several('--disk', desired.disks),
    ...(desired.cloudInit ? ['--cloud-init', suboptions(desired.cloudInit)] : []),
    ...desired.extraArgs,
  ];
  return { do: 'detached', label: `virt-install --name ${desired.name}`, script: INSTALL, args };
}

/** Whether the host has virt-install. */
export const hasVirtInstall: Probe<boolean> = {
  key: 'virt-install',
  ask: { kind: 'script', script: 'command -v virt-install >/dev/null && echo yes; :', args: [] },
  parse: (answers) => only(answers).stdout.toString() === 'yes\n',
};

/** Where it is not there; an earlier task may install it. */
export const NO_VIRT_INSTALL =
  'This host has no virt-install. It is in the package virtinst (Debian) or virt-install (Fedora).';

const INSTALL = `
command -v virt-install >/dev/null || { echo '${NO_VIRT_INSTALL}' >&2; exit 1; }
virt-install --quiet --connect "$(libvirt uri)" "$@" >/dev/null 2>said && exit
status=$?
sed '/^Domain installation does not appear/,$d' said >&2
exit $status`;

function network({ network: name, portgroup, bridge, model, mac }: Nic): Suboptions {
  return {
    ...(name !== undefined && { network: name }),
    ...(bridge !== undefined && { bridge }),
    ...(portgroup !== undefined && { 'source.portgroup': portgroup }),
    ...(model !== undefined && { 'model.type': model }),
    ...(mac !== undefined && { 'mac.address': mac }),
  };
}

/** virt-install cuts at commas, and knows quotes and backslashes as a shell does. */
function suboptions(words: Suboptions): string {
  return Object.entries(words)
    .map(([key, value]) => `${key}=${quoted(typeof value === 'boolean' ? yesNo(value) : String(value))}`)
    .join(',');
}

function quoted(text: string): string {
  return /^[\w./:@%+-]+$/.test(text) ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
