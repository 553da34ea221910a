import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LabHost } from './fleet.ts';
import { must } from './run.ts';
import { hardwareAddress } from './wire.ts';

/** In the folder of a host; only a virtual machine has one. */
const IMAGE = 'disk.img';

export const isVm = (folder: string): boolean => existsSync(join(folder, IMAGE));

/** Base and layer of a host as one disk, with kernel and initrd beside it; `folder` is the host's. */
export async function makeImage(folder: string): Promise<void> {
  await must(['unshare', '--mount', '--propagation', 'private', 'sh', '-c', MAKE_IMAGE], { cwd: folder });
}

const MAKE_IMAGE = `
mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work root &&
cp root/boot/vmlinuz-* kernel && cp root/boot/initrd.img-* initrd &&
mke2fs -q -t ext4 -d root ${IMAGE}.new 4G && mv ${IMAGE}.new ${IMAGE}`;

/**
 * What boots it, in its folder and on the operator's machine (qemu(1)). `eth0` is the management link; `eth1` and `eth2` are
 * cables to those of its neighbour: hv01 and hv02 are such a pair, hv03 and hv04. LACP wants to know their speed. It is
 * emulated, since few machines of CI let others use KVM.
 */
export function vmCommand({ name, address }: LabHost): string[] {
  const nic = (id: string, backend: string, mac: string) => [
    ...['-netdev', `${backend},id=${id}`],
    ...['-device', `virtio-net-pci,netdev=${id},mac=${mac},speed=1000,duplex=full`],
  ];
  const cables = ['eth1', 'eth2'].flatMap((id, index) => {
    const ends = `local.type=unix,local.path=${id},remote.type=unix,remote.path=../${neighbour(name)}/${id}`;
    return nic(id, `dgram,${ends}`, hardwareAddress(address).replace(/^02:fe/, `02:f${index}`));
  });
  const qemu = [
    ...['qemu-system-x86_64', '-accel', 'tcg,thread=multi', '-nodefaults', '-m', '1024'],
    ...['-display', 'none', '-serial', 'stdio', '-kernel', 'kernel', '-initrd', 'initrd'],
    ...['-append', 'root=/dev/vda rw console=ttyS0 net.ifnames=0'],
    ...['-drive', `file=${IMAGE},if=virtio,format=raw,cache=unsafe`],
    ...nic('eth0', `tap,ifname=${name},script=no,downscript=no`, hardwareAddress(address)),
    ...cables,
  ];
  return ['sh', '-c', 'rm -f eth1 eth2; exec "$@"', 'sh', ...qemu];
}

/** The odd one of a pair has the next number. */
function neighbour(name: string): string {
  const number = Number(name.slice(2));
  return `hv${String(number % 2 === 1 ? number + 1 : number - 1).padStart(2, '0')}`;
}
