import { createHash } from 'node:crypto';
import { type LabHost, operatorAddress } from './fleet.ts';

/** What tells a base image from another. */
export type Base = Pick<LabHost, 'release' | 'ansible' | 'vm'>;

/** What user `keyboard` types when sudo asks; it tests `-K`. User `operator` is not asked. */
export const keyboardPassword = 'lab-keyboard';

const packages = [
  ...['systemd', 'systemd-sysv', 'dbus', 'udev', 'openssh-server', 'sudo', 'iproute2', 'iputils-ping'],
  ...['libvirt-daemon-system', 'libvirt-clients', 'libvirt-daemon-driver-qemu', 'qemu-system-x86'],
  ...['dnsmasq', 'netplan.io', 'nftables', 'iptables', 'virtinst', 'libxml2-utils'],
];
/** A virtual machine boots them. The cloud kernel has drivers for nothing else, and is a fifth of the size. */
const kernelPackages = ['linux-image-cloud-amd64', 'initramfs-tools', 'zstd'];
const ansiblePackages = ['python3', 'python3-libvirt', 'python3-lxml'];

/**
 * Runs at the end of the build with the image's folder as $1.
 * - Nobody but root, `operator` (sudo without a password), `keyboard` (sudo with one) and `auditor`
 *   (no sudo, not in libvirt's group); each accepts the lab's key.
 * - dnsmasq.service stays off until something is configured for it: on its own it takes port 53 everywhere.
 * - The machine's name server is none of theirs; the operator's machine stands for it and does not answer.
 * - Host keys and the machine's id belong to a host, not to its base.
 */
const customise = (more: string) => `
set -eu
for user in operator keyboard auditor; do
  chroot "$1" useradd --create-home --shell /bin/bash --no-user-group "$user"
done
echo 'operator ALL=(ALL:ALL) NOPASSWD: ALL' >"$1/etc/sudoers.d/operator"
chmod 0440 "$1/etc/sudoers.d/operator"
chroot "$1" usermod --append --groups sudo keyboard
echo 'keyboard:${keyboardPassword}' | chroot "$1" chpasswd
echo 'AuthorizedKeysFile .ssh/authorized_keys /etc/ssh/authorized_keys' >"$1/etc/ssh/sshd_config.d/lab.conf"
chroot "$1" systemctl --quiet enable systemd-networkd.service
chroot "$1" systemctl --quiet disable dnsmasq.service
chroot "$1" systemctl --quiet mask systemd-networkd-wait-online.service \\
  apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer fstrim.timer
${more}echo 'nameserver ${operatorAddress}' >"$1/etc/resolv.conf"
: >"$1/etc/default/locale"
rm -f "$1"/etc/ssh/ssh_host_*
: >"$1/etc/machine-id"
`;

/** There is no udev in a namespace, and `netplan apply` wants to talk to it: `udevadm` does nothing. */
const WITHOUT_UDEV = `ln -sf /bin/true "$1/usr/bin/udevadm"\n`;

/** mmdebstrap's options for a base image. */
export function recipe({ ansible, vm }: Base): string[] {
  const include = [...packages, ...(ansible ? ansiblePackages : []), ...(vm ? kernelPackages : [])];
  return [
    '--quiet',
    '--variant=minbase',
    `--include=${include.join(',')}`,
    '--aptopt=APT::Install-Recommends "false"',
    `--customize-hook=${customise(vm ? '' : WITHOUT_UDEV)}`,
  ];
}

/** The folder name of a base: another recipe is another name, so a changed recipe is built. */
export function baseName(base: Base): string {
  const { release, ansible, vm } = base;
  const hash = createHash('sha256')
    .update(JSON.stringify(recipe(base)))
    .digest('hex');
  return `${release}${ansible ? '-ansible' : ''}${vm ? '-vm' : ''}-${hash.slice(0, 12)}`;
}
