import type { Rollback } from '../plan/plan.ts';
import { scriptStep } from '../plan/step.ts';
import { DESCRIBE_LINKS, LINKS_AGAIN } from './links-again.ts';
import { KEEP_PORTS, PORTS_AGAIN } from './ports-again.ts';
import { DESCRIBE_WAYS, WAYS_AGAIN } from './ways-again.ts';

/** Folders from which programs of the host make links. */
const LINK_PLACES = '/etc/netplan /etc/systemd/network /etc/network';
/** Folders and files by which a host is reached; a copy of each is kept. */
const PLACES = [
  LINK_PLACES,
  '/etc/ssh /etc/default/ssh /etc/systemd/system/ssh.service.d /etc/systemd/system/ssh.socket.d',
  '/etc/pam.d /etc/nologin /etc/hosts.allow /etc/hosts.deny /etc/sudoers /etc/sudoers.d /etc/nftables.conf /etc/iptables',
].join(' ');

/**
 * What a command may have done to the way of the operator, written down as text: links with what they are plugged
 * into, addresses, routes, rules, parameters, which units run, and each table of the firewall for itself. A table that
 * iptables made cannot be read by nft(8) again: iptables-restore(8) does that.
 */
const DESCRIBE = `${DESCRIBE_LINKS}
${DESCRIBE_WAYS}
describe() {
  describe_links
  describe_ways
  for unit in ssh.socket ssh sshd systemd-networkd NetworkManager networking nftables firewalld ufw tailscaled; do
    ! systemctl -q is-active "$unit" || echo "$unit"
  done >units
  systemctl list-units --plain --no-legend --state=active 'wg-quick@*' 'openvpn*' | sed 's/ .*//' >>units
  ! command -v nft >/dev/null || nft list tables | while read -r table family name; do
    nft list table "$family" "$name" >"table-$family-$name" 2>/dev/null
  done
  for family in ip ip6; do
    ! command -v "\${family}tables-save" >/dev/null || "\${family}tables-save" | sed '/^#/d; s/ \\[[0-9]*:[0-9]*\\]//' >"$family"tables
  done
}`;

/** What earlier tasks of the run wrote, and nothing has read yet, is kept as it was before those: it goes with this. */
const KEEP = `${KEEP_PORTS}
${DESCRIBE}
mkdir -p network/copies && cd network || exit
for place in ${PLACES}; do
  [ ! -e "$place" ] || { mkdir -p "copies\${place%/*}" && cp -a -- "$place" "copies$place"; } || exit
done
for earlier in $(ls -1r ../..); do
  earlier=../../$earlier
  [ -e "$earlier/dormant" ] && cmp -s ../run "$earlier/run" || continue
  while IFS= read -r path; do
    if [ -e "$earlier/files$path" ]; then mkdir -p "copies\${path%/*}"; cp -a -- "$earlier/files$path" "copies$path" || exit
    elif [ -n "$path" ]; then rm -f -- "copies$path"
    fi
  done <"$earlier/paths"
done
describe 2>/dev/null; :`;

/**
 * Lines of one text that are not in the other are added or deleted; what fails is tried again by the next line. Where
 * the disk refuses a copy, the copy is mounted there.
 */
const RESTORE = `${DESCRIBE}
${LINKS_AGAIN}
${WAYS_AGAIN}
modes() { find "$1" -printf '%P %m %U %G\\n' | sort; }
cd network || exit
again=
for place in ${PLACES}; do
  if [ -e "copies$place" ]; then
    diff -r "copies$place" "$place" >/dev/null 2>&1 && [ "$(modes "copies$place")" = "$(modes "$place")" ] && continue
    { rm -rf -- "$place" && cp -a -- "copies$place" "$place"; } || {
      [ ! -d "copies$place" ] || mkdir -p "$place"; mount --bind --make-private -- "copies$place" "$place"
    }
  elif [ -e "$place" ]; then rm -rf -- "$place"
  else continue
  fi
  case " ${LINK_PLACES} " in *" $place "*) again=yes ;; esac
done
[ "$1" != boot ] || { command -v netplan >/dev/null && (umask 022; netplan generate); exit; }
# A unit that failed too often is not started before that is forgotten: systemd.unit(5), StartLimitBurst.
wake() { systemctl unmask "$1"; systemctl reset-failed "$1"; systemctl thaw "$1"; systemctl "$2" "$1"; }
systemctl daemon-reload
pkill -CONT -x sshd
while read -r unit; do
  case $unit in
    ssh | sshd) wake "$unit" restart ;;
    *) systemctl -q is-active "$unit" || wake "$unit" start ;;
  esac
done <units
mkdir -p now; (cd now && describe_links)
delete_links
start_networks
links_again
missing=$(gone)
[ -z "$again$missing" ] && [ ! -e ../also ] || apply_files
if [ -n "$missing" ]; then make_links; (cd now && describe_links); links_again; fi
(cd now && describe)
ways_again
same=yes
for table in table-* now/table-* iptables ip6tables; do
  cmp -s "\${table#now/}" "now/\${table#now/}" || [ ! -e "$table" ] || same=
done
if [ -z "$same" ]; then
  ! command -v nft >/dev/null || nft flush ruleset
  for table in table-*; do [ ! -e "$table" ] || nft -f "$table"; done
  for family in ip ip6; do [ ! -s "$family"tables ] || "\${family}tables-restore" <"$family"tables; done
fi
cd ..
${PORTS_AGAIN('network/links')}
:`;

/** Rolls back by these steps, then restores the whole network state: what they undo may have had further effects. */
export function withNetworkCopy({ steps, boot }: Pick<Rollback, 'steps' | 'boot'>): Rollback {
  return { ...networkCopy, steps: [...steps, ...networkCopy.steps], boot: [...boot, ...networkCopy.boot] };
}

/** Rolls back a command with unknown effects: restores the whole network state. */
export const networkCopy: Rollback = {
  keep: KEEP,
  steps: [scriptStep('put the network back', `(${RESTORE}\n) 2>/dev/null`, [])],
  boot: [scriptStep('put the network back', `(${RESTORE}\n) 2>/dev/null`, ['boot'])],
};
