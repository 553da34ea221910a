import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { convertFile } from '../../src/convert/convert-file.ts';

const XML = "<network><name>lab</name><bridge name='virbr7'/></network>";
const DEFINE = `- virt_net: {name: lab, command: define, xml: "${XML}"}\n`;
const START = '- virt_net: name=lab state=active\n';
const BOOT = '- virt_net: {name: lab, autostart: yes}\n';

const tasks = (text: string, file = 'tasks/main.yml') => {
  const made = convertFile(text, file);
  if (!made) throw new Error('it has no tasks');
  return { ...made, left: made.left.map((note) => `${note.line} ${note.text}`), tasks: parse(made.text) };
};
const NETWORK = { name: 'lab', autostart: true, bridge: { name: 'virbr7' } };

describe('the tasks of one network', () => {
  it.each([DEFINE + START + BOOT, DEFINE + BOOT + START])('become one, whatever their order: %#', (text) => {
    const made = tasks(text);
    expect([made.tasks, made.left]).toEqual([[{ network: NETWORK }], []]);
    expect(made.changes).toEqual([
      {
        line: 1,
        text: 'virt_net is written network, with elements for the XML. Lines 2 and 3 went into it.',
      },
    ]);
  });

  it('may stand between those of another one', () => {
    const other = (text: string) => text.replaceAll('lab', 'dmz').replaceAll('virbr7', 'virbr8');
    const made = tasks(DEFINE + other(DEFINE) + START + other(START) + BOOT + other(BOOT));
    const dmz = { ...NETWORK, name: 'dmz', bridge: { name: 'virbr8' } };
    expect(made.tasks).toEqual([{ network: NETWORK }, { network: dmz }]);
  });

  it.each([
    ['another condition', DEFINE + START.replace('\n', '\n  when: x\n') + BOOT],
    ['another task between them', `${DEFINE}- debug: {msg: hi}\n${START}${BOOT}`],
  ])('stay with %s', (_, text) => {
    const made = tasks(text);
    expect(made.text).toBe(text);
    expect(made.left[0]).toBe('1 virt_net: No task that follows it says whether the network is active.');
  });

  it('stay where no task sets autostart, which another file may do', () => {
    const made = tasks(DEFINE + START);
    expect([made.text, made.left]).toEqual([
      DEFINE + START,
      ['1 virt_net: No task that follows it sets autostart, which a task of network does.'],
    ]);
  });

  it.each([
    [
      'a template',
      DEFINE.replace(/xml: .*"/, `xml: "{{ lookup('template', 'net.xml') }}"`),
      /comes from a temp/,
    ],
    ['something registered', DEFINE.replace('\n', '\n  register: made\n'), /It has register/],
    ['an anchor', DEFINE.replace('virt_net:', 'virt_net: &net'), /an anchor/],
    ['the XML of another network', DEFINE.replace('>lab<', '>dmz<'), /The XML is of dmz/],
    ['an element that libvirt has not', DEFINE.replace('<bridge', '<bridges'), /bridges/],
  ])('stay with %s', (_, define, why) => {
    const made = tasks(define + START + BOOT);
    expect(made.text).toBe(define + START + BOOT);
    expect(made.left[0]).toMatch(why);
  });

  it('stay in handlers, which are called one by one', () => {
    expect(tasks(DEFINE + START + BOOT, 'roles/net/handlers/main.yml').changes).toEqual([]);
  });
});

it('comments stay: above a task, behind it, among its arguments and in the XML', () => {
  const text = `# first
- name: Define # the name
  community.libvirt.virt_net:
    name: lab # the lab
    command: define
    # as the router has it
    xml: |
      <network>
        <!-- its name -->
        <name>lab</name>
        <bridge name='virbr7'/>
      </network>
# it runs
- virt_net: name=lab state=active # now
- virt_net: {name: lab, autostart: yes}
# last
`;
  const made = tasks(text);
  expect(made.text).toBe(`# first
- name: Define # the name
  network:
    # the lab
    # as the router has it
    # its name
    name: lab
    autostart: true
    bridge: { name: virbr7 }
# it runs
# now
# last
`);
});

it('all else stays as it is written', () => {
  const text =
    "- name:   odd\n  'ansible.builtin.copy':  {src: a,   dest: /b}   # so\n  tags: &t [x]\n\n\n- debug: {}\n  tags: *t\n";
  expect(tasks(text).text).toBe(text.replace("'ansible.builtin.copy'", 'copy'));
});

it('names of collections that are known go, others stay', () => {
  const made = tasks(
    '- ansible.posix.sysctl: {name: kernel.panic, value: 1}\n- ansible.builtin.iptables: {chain: INPUT}\n',
  );
  expect(made.text).toBe(
    '- sysctl: {name: kernel.panic, value: 1}\n- ansible.builtin.iptables: {chain: INPUT}\n',
  );
  expect(made.left).toEqual([expect.stringContaining('2 There is no module `ansible.builtin.iptables`.')]);
});

it('tasks in blocks and in all sections of a play are found', () => {
  const block = '    - block:\n        - ansible.builtin.debug: {msg: hi}\n';
  const text = `- hosts: all\n  pre_tasks:\n${block}  handlers:\n${block}`;
  expect(tasks(text).text).toBe(text.replaceAll('ansible.builtin.', ''));
});

it.each(['a: 1\n', '- name: lab\n  cidr: 10.0.0.0/24\n', '$ANSIBLE_VAULT;1.1;AES256\n', '- [\n', ''])(
  'a file without tasks is none: %j',
  (text) => expect(convertFile(text, 'x.yml')).toBeUndefined(),
);

it('line ends of Windows stay, and what is converted has nothing left to convert', () => {
  const made = tasks((DEFINE + START + BOOT).replaceAll('\n', '\r\n\r\n'));
  expect(made.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect([made.tasks, tasks(made.text).text]).toEqual([[{ network: NETWORK }], made.text]);
});
