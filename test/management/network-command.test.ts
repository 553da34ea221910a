import { expect, it } from 'vitest';
import { commandTouch } from '../../src/management/network-command.ts';

it.each([
  ['netplan apply', 'netplan apply'],
  ['/usr/sbin/netplan apply --debug', 'netplan apply'],
  ['networkctl reload', 'networkctl reload'],
  ['ifdown eth0 && ifup eth0', 'ifdown'],
  ['cd /etc; nft -f /etc/nftables.conf', 'nft -f'],
  ['iptables-restore </etc/iptables/rules.v4', 'iptables-restore'],
  ['systemctl restart systemd-networkd', 'systemd-networkd.service'],
  ['systemctl --no-block reload-or-restart ssh.service', 'ssh.service'],
  ['systemctl daemon-reload\nsystemctl stop ssh.socket', 'ssh.socket'],
  ['service networking restart', 'networking.service'],
  ['sudo netplan apply', 'netplan apply'],
  ['sudo -n -u root /usr/sbin/netplan apply', 'netplan apply'],
  ['env LC_ALL=C timeout -k 5 30 netplan apply', 'netplan apply'],
  ['LC_ALL=C nohup netplan apply', 'netplan apply'],
  ["sh -c 'cd /etc && netplan apply'", 'netplan apply'],
  ['/bin/bash -lc "netplan apply"', 'netplan apply'],
  ['netplan --debug apply', 'netplan --debug apply'],
  ['if netplan generate; then netplan apply; fi', 'netplan apply'],
  ['( netplan apply )', 'netplan apply'],
  ['out=$(netplan apply 2>&1)', 'netplan apply'],
  ['systemctl restart "systemd-networkd"', 'systemd-networkd.service'],
  ['systemctl restart \\\n  ssh', 'ssh.service'],
  ['systemctl try-reload-or-restart ssh', 'ssh.service'],
  ['systemctl disable --now sshd', 'sshd.service'],
  ['/etc/init.d/networking restart', 'networking.service'],
  ['ufw --force enable', 'ufw --force enable'],
  ['firewall-cmd --quiet --reload', 'firewall-cmd --quiet --reload'],
  ['nmcli con up uplink', 'nmcli con up'],
])('%j may take the way of the operator', (text, what) => {
  expect(commandTouch(text)).toBe(`${what} has to do with your way to this host`);
});

it.each([
  'true',
  'netplan generate',
  'networkctl status',
  'nft list ruleset',
  'systemctl status ssh',
  'systemctl restart dnsmasq',
  'service nginx restart',
  'echo systemctl restart ssh',
  'systemctl disable sshd',
  'systemctl daemon-reload',
  'nft -c -f /etc/nftables.conf',
  'ssh other sudo netplan apply',
  'grep -q netplan apply',
])('of %j nobody says so', (text) => {
  expect(commandTouch(text)).toBeUndefined();
});
