import { KEPT, type Row } from './row.ts';

/** Users and groups. */
export const ACCOUNTS: readonly Row[] = [
  { name: 'group: a new one', task: { group: { name: 'labgroup', gid: 4321 } }, ...KEPT },
  {
    name: 'user: a new one',
    task: {
      user: { name: 'labuser', groups: 'libvirt,labgroup', append: true, comment: 'Of the lab', uid: 4322 },
    },
    ...KEPT,
    proof: ['id -u labuser; id -nG labuser | wc -w', '4322\n3\n'],
  },
  {
    name: 'user: another shell and fewer groups',
    task: { user: { name: 'labuser', groups: ['labgroup'], shell: '/bin/bash' } },
    ...KEPT,
    proof: ['getent passwd labuser', 'labuser:x:4322:4322:Of the lab:/home/labuser:/bin/bash\n'],
  },
  {
    name: 'find: the home of the user',
    task: { find: { paths: '/home', patterns: 'lab*', file_type: 'directory' } },
    first: 'ok',
  },
  {
    name: 'user: none any more',
    task: { user: { name: 'labuser', state: 'absent', remove: true } },
    ...KEPT,
    proof: ['ls /home | grep -c labuser', '0\n'],
  },
  { name: 'group: none any more', task: { group: { name: 'labgroup', state: 'absent' } }, ...KEPT },
];
