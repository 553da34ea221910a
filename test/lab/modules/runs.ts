import { DIR, KEPT, type Row } from './row.ts';

/** What is run, waited for, asked and told. */
export const RUNS: readonly Row[] = [
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
    name: 'shell: a pipe, with a value that is one word',
    task: {
      shell: `printf %s {{ quote(odd) }} | tee ${DIR}/odd creates=${DIR}/odd`,
      vars: { odd: 'it\'s $HOME; "`id`"' },
    },
    ...KEPT,
    proof: [`cat ${DIR}/odd`, 'it\'s $HOME; "`id`"'],
  },
];
