import { type Step, scriptStep } from '../../plan/step.ts';

const SET_VLAN = `
name=$1 id=$2 link=$3
[ ! -e "/sys/class/net/$name" ] || {
  read -r _ _ is _ <"/proc/net/vlan/$name" || exit
  [ "$is" != "$id" ] || [ ! -e "/sys/class/net/$name/lower_$link" ] || exit 0
  ip link delete dev "$name" type vlan || exit
}
[ ! -e "/sys/class/net/$link" ] || ip link add link "$link" name "$name" type vlan id "$id" || [ -e "/sys/class/net/$name" ]`;

/**
 * Makes a VLAN that has another number or another link below it, or none, where its link is there. networkd of systemd 252
 * keeps what a file of before said of a link: it would make that again, until it is restarted.
 */
export function vlanStep(name: string, { id, link }: { id: number; link: string }): Step {
  return scriptStep(`make VLAN ${name}`, SET_VLAN, [name, String(id), link]);
}
