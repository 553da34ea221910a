import type { Rollback } from '../plan/plan.ts';
import { scriptStep } from '../plan/step.ts';
import { DESCRIBE_LINKS, LINKS_AGAIN } from './links-again.ts';
import { KEEP_PORTS, PORTS_AGAIN } from './ports-again.ts';

/** Folders and files by which a host is reached; a copy of each is kept. */
const PLACES = '/etc/netplan /etc/systemd/network /etc/network /etc/ssh /etc/nftables.conf /etc/iptables';

/**
 * What a command may have done to the way of the operator, written down as text: links with what they are plugged
 * into, addresses, routes, rules, parameters, which units run, and each table of the firewall for itself. A table that
 * iptables made cannot be read by nft(8) again: iptables-restore(8) does that.
 */
const DESCRIBE = `${DESCRIBE_LINKS}
describe() {
  describe_links
  for family in 4 6; do
    ip -$family -o addr show scope global | sed 's/^[0-9]*: *\\([^ ]*\\) *inet6* *\\([^ ]*\\).*/\\2 dev \\1/' >addresses$family
    ip -$family -o route show table all | grep -v ' table local \\| proto kernel \\|^fe80\\|^ff00\\|\\\\\\\\' |
      sed 's/ \\(linkdown\\|dead\\|expires [0-9]*sec\\|pref [a-z]*\\)//g; s/ *$//' >routes$family
    ip -$family -N rule show | sed 's/^\\([0-9]*\\):/pref \\1/; s/\\t/ /g; s/ *$//' >rules$family
  done
  grep -rs '' /proc/sys/net/ipv4/conf /proc/sys/net/ipv6/conf /proc/sys/net/ipv4/ip_forward | grep -v '/stable_secret:' >parameters
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
cd network || exit
again=
for place in ${PLACES}; do
  if [ -e "copies$place" ]; then
    diff -r "copies$place" "$place" >/dev/null 2>&1 && continue
    again=yes
    { rm -rf -- "$place" && cp -a -- "copies$place" "$place"; } || {
      [ ! -d "copies$place" ] || mkdir -p "$place"; mount --bind --make-private -- "copies$place" "$place"
    }
  elif [ -e "$place" ]; then again=yes; rm -rf -- "$place"
  fi
done
[ "$1" != boot ] || { command -v netplan >/dev/null && (umask 022; netplan generate); exit; }
# A unit that failed too often is not started before that is forgotten: systemd.unit(5), StartLimitBurst.
while read -r unit; do systemctl -q is-active "$unit" || { systemctl reset-failed "$unit"; systemctl start "$unit"; }; done <units
mkdir -p now; (cd now && describe)
delete_links
start_networks
links_again
missing=$(gone)
if [ -n "$again$missing" ] || [ -e ../also ]; then
  systemctl daemon-reload
  apply_files
  for unit in ssh sshd; do ! grep -qx "$unit" units || { systemctl reset-failed "$unit"; systemctl restart "$unit"; }; done
fi
if [ -n "$missing" ]; then make_links; (cd now && describe_links); links_again; fi
(cd now && describe)
differing() { # FILE, prints lines that are missing
  grep -vxF -f "now/$1" "$1" || [ -s "now/$1" ] || cat "$1"
}
added() { grep -vxF -f "$1" "now/$1"; }
while IFS=: read -r path value; do
  read -r is <"$path" && [ "$is" != "$value" ] && echo "$value" >"$path"
done <<END
$(differing parameters)
END
for family in 4 6; do
  added addresses$family | while read -r words; do ip -$family addr del $words; done
  differing addresses$family | while read -r words; do
    if [ $family = 4 ]; then ip addr add $words brd +; else ip -6 addr add $words nodad; fi
  done
  added routes$family | while read -r words; do ip -$family route del $words; done
  differing routes$family | while read -r words; do ip -$family route replace $words; done
  added rules$family | while read -r words; do ip -$family rule del $words; done
  differing rules$family | while read -r words; do ip -$family rule add $words; done
done
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
