/** Reloads the daemon that runs the networks, whichever it is. It works on for a moment after systemd says that it is done. */
export const RELOAD_LIBVIRT = `
for unit in virtnetworkd.service libvirtd.service; do
  ! systemctl cat "$unit" >/dev/null 2>&1 || ! systemctl is-active -q "$unit" "\${unit%.service}.socket" || {
    systemctl reload-or-restart "$unit" || exit
    reloaded=yes
    break
  }
done
[ -n "$reloaded" ] || { echo 'neither libvirtd nor virtnetworkd runs here' >&2; exit 1; }`;
