/** Units by which a host is reached: what carries its links, what filters them, and sshd. */
const UNITS =
  /^(sshd?|systemd-networkd|NetworkManager|networking|ifup@.*|nftables|iptables|ip6tables|netfilter-persistent|ufw|firewalld|fail2ban|dhcpcd|dhclient|wpa_supplicant|openvswitch-switch|ovs-vswitchd|frr|bird|wg-quick@.*|openvpn.*|tailscaled|strongswan.*|netplan-.*)\.(service|socket|target)$/;

/** Why a unit may take the way of this session; undefined for one that does not. */
export function unitTouch(name: string): string | undefined {
  return UNITS.test(name) ? `${name} has to do with your way to this host` : undefined;
}
