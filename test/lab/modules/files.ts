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
    name: 'copy: a folder of the project, with the permissions of its files',
    task: { copy: { src: 'tree', dest: `${DIR}/made/here`, mode: 'preserve', directory_mode: '0750' } },
    files: { 'tree/a.txt': 'a\n', 'tree/sub/b.txt': 'b\n' },
    ...KEPT,
    proof: [
      `cd ${DIR}/made; find here -printf '%y %m %p\\n' | sort -k3`,
      'd 750 here\nd 750 here/tree\nf 644 here/tree/a.txt\nd 750 here/tree/sub\nf 644 here/tree/sub/b.txt\n',
    ],
  },
  {
    name: 'file: all below a folder',
    task: { file: { path: `${DIR}/below`, state: 'directory', recurse: true, group: 'kvm', mode: '0710' } },
    before: `mkdir -p ${DIR}/below/sub; echo x >${DIR}/below/sub/x; ln -s /nowhere ${DIR}/below/link`,
    ...KEPT,
    proof: [
      `cd ${DIR}; find below -printf '%y %g\\n' | sort | uniq -c | tr -s ' '`,
      ' 2 d kvm\n 1 f kvm\n 1 l kvm\n',
    ],
  },
  {
    name: 'copy: a file of the host, whatever is in it',
    task: { copy: { src: `${DIR}/bytes`, dest: `${DIR}/bytes2`, remote_src: true, mode: 'preserve' } },
    before: `mkdir -p ${DIR}; printf '\\377\\376' >${DIR}/bytes; chmod 751 ${DIR}/bytes`,
    ...KEPT,
    proof: [`cmp ${DIR}/bytes ${DIR}/bytes2 && stat -c %a ${DIR}/bytes2`, '751\n'],
  },
  {
    name: 'file: another name of a file',
    task: { file: { src: `${DIR}/bytes`, dest: `${DIR}/hard`, state: 'hard' } },
    ...KEPT,
    proof: [`stat -c %h ${DIR}/hard`, '2\n'],
  },
  {
    name: 'file: a folder, and the one around it',
    task: { file: { path: `${DIR}/one/two`, state: 'directory', mode: '0711', group: 'kvm' } },
    ...KEPT,
    proof: [`stat -c '%a %G' ${DIR}/one ${DIR}/one/two`, '711 kvm\n711 kvm\n'],
  },
  {
    name: 'fetch: what copy has written, kept here',
    task: { fetch: { src: `${DIR}/rules.conf`, dest: 'collected' } },
    ...KEPT,
  },
];
