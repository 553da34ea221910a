import { READ_CHAINS } from '../../host/firewall/host-firewall.ts';
import { RELOAD_LIBVIRT } from './reload-script.ts';

/**
 * Has libvirt write its firewall rules again, and waits until it has. It does so when firewalld says that it reloaded
 * (firewalld_dbus_signal_callback of libvirt), and takes that from whoever says it: chains and jumps come back too, and
 * nothing else happens. A reload of its daemon brings back the rules in chains, and not the chains. Where no message
 * can be sent the daemon is reloaded.
 */
export const REWRITE_RULES = `${READ_CHAINS}
settled() {
  tries=0 last=
  while [ $tries -lt 50 ]; do
    tries=$((tries + 1))
    sleep 0.1
    now=$(chains | cksum)
    [ "$now" = "$was" ] || [ "$now" != "$last" ] || return 0
    last=$now
  done
}
was=$(chains | cksum)
virsh -q -c qemu:///system net-list >/dev/null
if busctl --system emit /org/fedoraproject/FirewallD1 org.fedoraproject.FirewallD1 Reloaded 2>/dev/null; then settled
else
${RELOAD_LIBVIRT}
settled
fi`;
