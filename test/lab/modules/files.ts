import { DIR, KEPT, type Row } from './row.ts';

/** What is written, kept and taken from the host. */
export const FILES: readonly Row[] = [
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
    name: 'blockinfile: lines between marks, behind a line',
    task: {
      blockinfile: {
        path: `${DIR}/block`,
        marker: '# {mark} lab',
        insertafter: '^first',
        block: "a = '1'\nb = $HOME\n",
        mode: '0640',
      },
    },
    before: `mkdir -p ${DIR}; printf 'first\\nlast\\n' >${DIR}/block`,
    ...KEPT,
    proof: [
      `stat -c %a ${DIR}/block; cat ${DIR}/block`,
      "640\nfirst\n# BEGIN lab\na = '1'\nb = $HOME\n# END lab\nlast\n",
    ],
  },
  {
    name: 'replace: all matches of a part of a file',
    task: {
      replace: { path: `${DIR}/replaced`, after: 'begin', regexp: '^(\\w+)=1$', replace: '\\1=2' },
    },
    before: `mkdir -p ${DIR}; printf 'a=1\\nbegin\\nb=1\\nc=1\\n' >${DIR}/replaced`,
    ...KEPT,
    proof: [`cat ${DIR}/replaced`, 'a=1\nbegin\nb=2\nc=2\n'],
  },
  {
    name: 'file: an empty one',
    task: { file: { dest: `${DIR}/empty`, state: 'touch', mode: '0600' } },
    ...KEPT,
    proof: [`stat -c '%s %a' ${DIR}/empty`, '0 600\n'],
  },
  {
    name: 'fetch: what copy has written, kept here',
    task: { fetch: { src: `${DIR}/rules.conf`, dest: 'collected' } },
    ...KEPT,
  },
];
