import { KEPT, type Row } from './row.ts';

/** Units, and the files that they come from. */
export const UNITS: readonly Row[] = [
  {
    name: 'copy: the file of a unit',
    task: {
      copy: {
        content: '[Service]\nExecStart=/bin/sleep 1000\n[Install]\nWantedBy=multi-user.target\n',
        dest: '/etc/systemd/system/modules.service',
      },
    },
    after:
      'systemctl disable --now modules; rm -f /etc/systemd/system/modules.service; systemctl daemon-reload',
    ...KEPT,
  },
  {
    name: 'service: a unit that is new',
    task: { service: { name: 'modules', state: 'started', enabled: true } },
    ...KEPT,
    proof: ['systemctl is-active modules; systemctl is-enabled modules', 'active\nenabled\n'],
  },
  {
    name: 'service: of the login user',
    task: { service: { name: 'modules-user', state: 'started', scope: 'user' } },
    before:
      'mkdir -p /etc/systemd/user; printf "[Service]\\nExecStart=/bin/sleep 1000\\n" >/etc/systemd/user/modules-user.service; systemctl start user@0',
    after: 'systemctl stop user@0; rm -f /etc/systemd/user/modules-user.service',
    ...KEPT,
    proof: ['XDG_RUNTIME_DIR=/run/user/0 systemctl --user is-active modules-user', 'active\n'],
  },
  {
    name: 'copy: another file for a unit that runs',
    task: {
      copy: {
        content: '[Unit]\nDescription=new\n[Service]\nExecStart=/bin/sleep 1001\n',
        dest: '/etc/systemd/system/modules-old.service',
      },
    },
    before:
      'printf "[Service]\\nExecStart=/bin/sleep 1000\\n" >/etc/systemd/system/modules-old.service; systemctl start modules-old',
    after:
      'systemctl stop modules-old; rm -f /etc/systemd/system/modules-old.service; systemctl daemon-reload',
    ...KEPT,
  },
  {
    name: 'service: restarts as the file is now',
    task: { service: { name: 'modules-old', state: 'restarted' } },
    ...KEPT,
    again: 'changed',
    proof: ['systemctl show -P Description -P NeedDaemonReload modules-old', 'new\nno\n'],
  },
];
