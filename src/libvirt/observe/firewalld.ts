import { only, type Probe } from '../../plan/probe.ts';

const READ = `
call='org.freedesktop.DBus NameHasOwner'
name=org.fedoraproject.FirewallD1
if command -v busctl >/dev/null; then busctl --system call org.freedesktop.DBus / $call s $name
elif command -v dbus-send >/dev/null; then
  dbus-send --system --print-reply=literal --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:$name
fi`;

/** Whether firewalld runs, asked as libvirt asks: virFirewallDIsRegistered. Undefined where nobody can say. */
export const firewalld: Probe<boolean | undefined> = {
  key: 'firewalld',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => {
    const said = /\b(true|false)\b/.exec(only(answers).stdout.toString())?.[1];
    return said === undefined ? undefined : said === 'true';
  },
};
