/** A task of one module, what becomes of it, and what is then seen on the host. */
interface Row {
  /** Begins with the module. */
  name: string;
  task: Readonly<Record<string, unknown>>;
  /** Tasks behind it. */
  more?: readonly Readonly<Record<string, unknown>>[];
  /** Its status in a dry run, in the first run and in the second. */
  check?: string;
  first: string;
  again?: string;
  /** Files of the project. */
  files?: Readonly<Record<string, string>>;
  /** Shell texts for the host, before all runs and after them. */
  before?: string;
  after?: string;
  /** A shell text for the host and what it prints when all runs are done. */
  proof?: readonly [script: string, output: string];
}

/** What converges: found by the dry run, made by the first run, left alone by the second. */
const KEPT = { check: 'would-change', first: 'changed', again: 'ok' } as const;

const DIR = '/srv/modules';

/** Packages of two versions in a repository of the host's own, since hosts of the lab have no way out. */
const REPOSITORY = `
repo=/srv/modules/repo; mkdir -p $repo; cd $repo
build() {
  mkdir -p $1/DEBIAN
  printf 'Package: %s\\nVersion: %s\\nArchitecture: all\\nMaintainer: x <x@example.org>\\nDescription: x\\n' $1 $2 >$1/DEBIAN/control
  dpkg-deb -b $1 $1-$2.deb >/dev/null
  rm -rf $1
}
build vf-one 2; build vf-two 1; build vf-two 2; build vf-three 1
dpkg -i vf-two-1.deb vf-three-1.deb >/dev/null
rm vf-two-1.deb
for deb in *.deb; do
  dpkg-deb -f $deb
  printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' $deb $(stat -c %s $deb) $(sha256sum $deb | cut -d' ' -f1)
done >Packages
[ ! -e /etc/apt/sources.list ] || mv /etc/apt/sources.list /root/
echo "deb [trusted=yes] file:$repo ./" >/etc/apt/sources.list.d/modules.list
apt-get -qq update; dpkg --purge vf-one >/dev/null 2>&1 || true`;

/** In the order in which they run. */
export const ROWS: readonly Row[] = [
  {
    name: 'copy: a file of the project, checked before it is installed',
    task: {
      copy: { src: 'rules.conf', dest: `${DIR}/`, mode: '0640', group: 'kvm', validate: 'grep -q listen %s' },
    },
    files: { 'rules.conf': "# as it is: {{ nothing }}\nlisten = 'a b'\n" },
    ...KEPT,
    proof: [
      `stat -c '%a %U %G' ${DIR}/rules.conf; cat ${DIR}/rules.conf`,
      "640 root kvm\n# as it is: {{ nothing }}\nlisten = 'a b'\n",
    ],
  },
  {
    name: 'copy: a content that its check refuses is not installed',
    task: {
      copy: { content: 'nothing', dest: `${DIR}/bad`, validate: 'grep listen %s' },
      ignore_errors: true,
    },
    check: 'would-change',
    first: 'failed',
    proof: [`ls ${DIR}/bad 2>&1 | grep -c 'No such file'`, '1\n'],
  },
  {
    name: 'lineinfile: replaces a line, and is checked',
    task: {
      lineinfile: {
        path: `${DIR}/sudoers`,
        regexp: '^#?operator ',
        line: 'operator ALL=(ALL:ALL) NOPASSWD: ALL',
        validate: 'visudo -cf %s',
      },
    },
    before: `mkdir -p ${DIR}; printf 'root ALL=(ALL:ALL) ALL\\n#operator x\\n' >${DIR}/sudoers; chmod 440 ${DIR}/sudoers`,
    ...KEPT,
    proof: [
      `stat -c %a ${DIR}/sudoers; cat ${DIR}/sudoers`,
      '440\nroot ALL=(ALL:ALL) ALL\noperator ALL=(ALL:ALL) NOPASSWD: ALL\n',
    ],
  },
  {
    name: 'lineinfile: finds in a dry run what copy will have written',
    task: { lineinfile: { path: `${DIR}/rules.conf`, line: "listen = 'a b'" } },
    check: 'ok',
    first: 'ok',
  },
  {
    name: 'file: an empty one',
    task: { file: { dest: `${DIR}/empty`, state: 'touch', mode: '0600' } },
    ...KEPT,
    proof: [`stat -c '%s %a' ${DIR}/empty`, '0 600\n'],
  },
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
    name: 'assert: conditions as in when',
    task: { assert: { that: ['1 < 2', "inventory_hostname != ''"], success_msg: 'as it should be' } },
    first: 'ok',
  },
  {
    name: 'script: a file of the project, with its arguments',
    task: { script: `say.sh "a b" ${DIR}/said creates=${DIR}/said` },
    files: { 'say.sh': '#!/bin/sh\nprintf "%s, from %s" "$1" "$PWD" >"$2"\n' },
    ...KEPT,
    proof: [`cut -d, -f1 ${DIR}/said; ls /tmp | grep -c '^tmp\\.'`, 'a b\n0\n'],
  },
  {
    name: 'package: installs, with fresh lists',
    task: { package: { name: 'vf-one', update_cache: true } },
    before: REPOSITORY,
    after:
      'dpkg --purge vf-one vf-two vf-three; rm -f /etc/apt/sources.list.d/modules.list; [ ! -e /root/sources.list ] || mv /root/sources.list /etc/apt/',
    ...KEPT,
    proof: [`dpkg-query -W -f '\${Status} \${Version}' vf-one`, 'install ok installed 2'],
  },
  {
    name: 'package: updates',
    task: { package: { name: ['vf-one', 'vf-two'], state: 'latest' } },
    ...KEPT,
    proof: [`dpkg-query -W -f '\${Version}' vf-two`, '2'],
  },
  {
    name: 'package: removes',
    task: { package: { name: 'vf-three', state: 'absent' } },
    ...KEPT,
    proof: ['dpkg-query -s vf-three 2>&1 | grep -c "not installed"', '1\n'],
  },
  {
    name: 'wait_for: a port, and what it says',
    task: { wait_for: { port: 22, search_regex: '^SSH-2' } },
    first: 'ok',
  },
  {
    name: 'shell: starts something that takes its time',
    task: { shell: `(sleep 2; echo here >${DIR}/later) >/dev/null 2>&1 & creates=${DIR}/later` },
    ...KEPT,
  },
  {
    name: 'wait_for: a file that comes later',
    task: { wait_for: { path: `${DIR}/later`, search_regex: 'here', timeout: 20 } },
    // A task before it starts what takes its time.
    first: 'ok',
    proof: [`cat ${DIR}/later`, 'here\n'],
  },
  {
    name: 'wait_for: in vain',
    task: { wait_for: { port: 1, timeout: 1 }, ignore_errors: true },
    check: 'ok',
    first: 'failed',
  },
  {
    name: 'fetch: what copy has written, kept here',
    task: { fetch: { src: `${DIR}/rules.conf`, dest: 'collected' } },
    ...KEPT,
  },
  {
    name: 'uri: in a real run only',
    task: { uri: { url: 'http://127.0.0.1:9/' }, register: 'answer', ignore_errors: true },
    check: 'skipped',
    first: 'failed',
  },
  {
    name: 'wait_for_connection: a new one comes in',
    task: { wait_for_connection: { timeout: 20 } },
    check: 'skipped',
    first: 'ok',
  },
  {
    name: 'pause: in a real run only',
    task: { pause: { seconds: 1 } },
    check: 'skipped',
    first: 'ok',
  },
  {
    name: 'shell: only reads',
    task: { shell: 'ls | sort | tail -1', args: { chdir: DIR }, changed_when: false, register: 'listed' },
    check: 'skipped',
    first: 'ok',
  },
  {
    name: 'set_fact: what the host said',
    task: { set_fact: { listing: '{{ listed.stdout }}' } },
    check: 'skipped',
    first: 'ok',
  },
  {
    name: 'copy: what was set',
    task: { copy: { content: '{{ listing }}', dest: `${DIR}/listing` } },
    check: 'skipped',
    first: 'changed',
    again: 'ok',
    proof: [`cat ${DIR}/listing`, 'sudoers'],
  },
  {
    name: 'fail: ends nothing when that is said',
    task: { fail: { msg: 'as wished' }, ignore_errors: true },
    first: 'failed',
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
  {
    name: 'shell: a pipe, with a value that is one word',
    task: {
      shell: `printf %s {{ quote(odd) }} | tee ${DIR}/odd creates=${DIR}/odd`,
      vars: { odd: 'it\'s $HOME; "`id`"' },
    },
    ...KEPT,
    proof: [`cat ${DIR}/odd`, 'it\'s $HOME; "`id`"'],
  },
];
