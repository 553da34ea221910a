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
    name: 'fail: ends nothing when that is said',
    task: { fail: { msg: 'as wished' }, ignore_errors: true },
    first: 'failed',
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
  {
    name: 'shell: only reads',
    task: { shell: 'ls | sort | tail -1', args: { chdir: DIR }, changed_when: false },
    check: 'skipped',
    first: 'ok',
  },
];
