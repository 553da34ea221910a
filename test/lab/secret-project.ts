import { randomBytes } from 'node:crypto';
import { Vault } from 'ansible-vault';

/** Stands in every secret, and nowhere else on the machine. */
export const MARK = `zq${randomBytes(6).toString('hex')}`;

/** What may be seen nowhere, by where it is written. The `&` and the quotes are written otherwise in XML and JSON. */
export const SECRETS = {
  inline: `${MARK}-inline & "quoted"`,
  whole: `${MARK}-whole`,
  quiet: `${MARK}-quiet`,
  become: `${MARK}-become`,
  vault: `${MARK}-vault`,
};

/** A user who becomes root with a password. */
export const USER = 'secretive';

/** Where the tasks may write secrets. */
export const DESTINATIONS = '/srv/secrets';

const encrypted = (text: string) => new Vault({ password: SECRETS.vault }).encryptSync(text, '');
const inline = (text: string) => `!vault |\n    ${encrypted(text).replaceAll('\n', '\n    ')}\n`;

/** The files of the project, for these hosts. */
export function secretProject(inventory: string, hosts: readonly string[]): Record<string, string> {
  const [first, ...others] = hosts;
  return {
    'inventory/hosts.yaml': inventory,
    'inventory/group_vars/all.yml': `ansible_user: ${USER}\ninline: ${inline(SECRETS.inline)}quiet: '${SECRETS.quiet}'\n`,
    [`inventory/host_vars/${first}.yml`]: `ansible_become_password: ${inline(SECRETS.become)}`,
    ...Object.fromEntries(
      others.map((host) => [`inventory/host_vars/${host}.yml`, `ansible_become_pass: ${SECRETS.become}\n`]),
    ),
    'secrets.yml': encrypted(`whole: '${SECRETS.whole}'\n`),
    'vault-password': `${SECRETS.vault}\n`,
    'templates/secret.conf.j2': 'whole={{ whole }}\nquiet={{ quiet }}\n',
    'templates/vaulted.xml.hbs': '<a>{{ inline }}</a>\n',
    'site.yaml': SITE,
    'wrong.yaml': WRONG,
  };
}

const SITE = `
- name: Vaulted
  hosts: all
  rollout: all-at-once
  become: true
  vars_files: [secrets.yml]
  tasks:
    - debug: { msg: "{{ inline }} {{ whole }} {{ inline | b64encode }}" }
    - debug: { var: "hostvars[inventory_hostname].inline" }
    - debug: { msg: "{{ ansible_become_password | default('') }}{{ ansible_become_pass | default('') }}" }
    - copy: { dest: ${DESTINATIONS}/inline, content: "{{ inline }} {{ round }}\\n", mode: "0600" }
    - copy: { dest: ${DESTINATIONS}/guarded, content: "{{ whole }} {{ round }}\\n", mode: "0600" }
      guard: true
    - template: { src: vaulted.xml.hbs, dest: ${DESTINATIONS}/vaulted.xml }
    - lineinfile: { path: ${DESTINATIONS}/lines, line: "password={{ whole }} {{ round }}", create: true, mode: "0600" }
    - shell: "echo '{{ whole }}'; echo '{{ whole }}' >&2; exit 3"
      register: failing
      ignore_errors: true
    - debug: { var: failing }
    - command: { argv: [cat], stdin: "{{ whole }}" }
      changed_when: false
    - shell: ": ; sleep 0.3"
      environment: { PUBLIC: "1" }
    - fail: { msg: "{{ inline }}" }
      ignore_errors: true
    - network:
        name: secrets
        bridge: { name: virbr95 }
        ip: { address: 10.95.0.1/24 }
        dns: { txt: [{ name: secret, value: "{{ whole }}" }] }
      guard: true
- name: Quiet
  hosts: all
  rollout: all-at-once
  become: true
  vars_files: [secrets.yml]
  tasks:
    - debug: { msg: "{{ quiet }}" }
      no_log: true
    - copy: { dest: ${DESTINATIONS}/quiet, content: "{{ quiet }} {{ round }}\\n", mode: "0600" }
      no_log: true
      notify: quiet handler
    - copy: { dest: ${DESTINATIONS}/item, content: "{{ item }}\\n" }
      no_log: true
      loop: ["{{ quiet }}-item"]
    - no_log: true
      block:
        - shell: "echo '{{ quiet }}'; echo '{{ quiet }}' >&2; exit 4"
          ignore_errors: true
        - template: { src: secret.conf.j2, dest: ${DESTINATIONS}/secret.conf, mode: "0600" }
        - assert: { that: "quiet == 'other'", fail_msg: "{{ quiet }}" }
          ignore_errors: true
        - shell: "echo '{{ quiet }}'; false"
          until: false
          retries: 1
          delay: 1
          ignore_errors: true
        - set_fact: { held: "{{ quiet }}" }
        - lineinfile: { path: ${DESTINATIONS}/quiet-lines, create: true, line: "quiet={{ held }} {{ round }}" }
          guard: true
        - command: { argv: [cat], stdin: "{{ quiet }}" }
          register: told
          changed_when: false
        - fail: { msg: "{{ told.stdout }}" }
          ignore_errors: true
        - network:
            name: quiet
            bridge: { name: virbr96 }
            ip: { address: 10.96.0.1/24 }
            dns: { txt: [{ name: quiet, value: "{{ quiet }}-{{ round }}" }] }
  handlers:
    - name: quiet handler
      shell: "echo '{{ quiet }}'; sleep 0.3"
      no_log: true
`;

/** Mistakes beside which the values of variables are shown. */
const WRONG = `
- name: Wrong
  hosts: all
  vars_files: [secrets.yml]
  tasks:
    - copy: { dest: /x, content: x, mode: "{{ whole }}" }
    - copy: { dest: "{{ inline }}", content: x }
    - service: { name: x, state: "{{ quiet }}" }
      no_log: true
    - command: { argv: ["true"], chdir: "{{ quiet }}" }
      no_log: true
    - debug: { msg: "{{ quiet | no_such_filter }} {{ whole.none }}" }
    - assert: { that: "{{ quiet }}" }
      no_log: true
`;
