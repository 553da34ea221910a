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
    before: 'useradd -u 4323 -m -G libvirt,kvm -c "Of the lab" -s /bin/sh labother',
    task: { user: { name: 'labother', groups: ['labgroup'], shell: '/bin/bash' } },
    ...KEPT,
    proof: [
      'getent passwd labother; id -nG labother | wc -w',
      'labother:x:4323:4323:Of the lab:/home/labother:/bin/bash\n2\n',
    ],
  },
  {
    name: 'user: another password',
    before: 'useradd -m labsecret',
    task: { user: { name: 'labsecret', password: '$6$saltsalt$abcdefghijklmnopqrstuvwxyz' } },
    ...KEPT,
    proof: ['getent shadow labsecret | cut -d: -f2', '$6$saltsalt$abcdefghijklmnopqrstuvwxyz\n'],
  },
  {
    name: 'find: files by a pattern',
    task: { find: { paths: '/etc/libvirt', patterns: '*.conf', file_type: 'file' } },
    first: 'ok',
  },
  {
    name: 'user: none any more',
    before: 'useradd -m labgone; groupadd labgroupgone',
    task: { user: { name: 'labgone', state: 'absent', remove: true } },
    ...KEPT,
    proof: ['ls /home | grep -c labgone', '0\n'],
  },
  { name: 'group: none any more', task: { group: { name: 'labgroupgone', state: 'absent' } }, ...KEPT },
];
