/**
 * Has libvirt write the firewall rules of all networks again, with their chains and the jumps to them, and nothing else.
 * It does so when firewalld says that it reloaded (firewalld_dbus_signal_callback of libvirt), and listens to whoever
 * says it. A SIGHUP brings back neither chains nor jumps: tried with 9.0 and 11.3. The thread that writes them also
 * answers virsh, which therefore waits.
 *
 * With nft it takes old rules away by their handles. These begin anew in a table that was made anew, and may be those
 * of another network by now: what the first round takes away by mistake the second one brings back.
 */
export const REWRITE_RULES = `
firewalld=/org/fedoraproject/FirewallD1 interface=org.fedoraproject.FirewallD1
wait_for_libvirt() { virsh -q -c qemu:///system net-list >/dev/null; }
rewrite() {
  busctl --system emit "$firewalld" "$interface" Reloaded 2>/dev/null ||
    dbus-send --system --type=signal "$firewalld" "$interface.Reloaded" || return
  sleep 0.1
  wait_for_libvirt
}
wait_for_libvirt && rewrite && { ! nft list table ip libvirt_network >/dev/null 2>&1 || rewrite; }`;
