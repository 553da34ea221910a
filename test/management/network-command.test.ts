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
])('of %j nobody says so', (text) => {
  expect(commandTouch(text)).toBeUndefined();
});
