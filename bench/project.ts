import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The size of a generated project. */
export interface Size {
  hosts: number;
  /** Groups, between which the hosts are divided; each has variables. */
  groups: number;
  roles: number;
  /** Tasks of each role. */
  tasks: number;
}

/** Writes a project of this size: an inventory with group variables, and a playbook in which each group has its roles. */
export function writeProject(folder: string, size: Size): void {
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const groups = numbers(size.groups);
  const each = Math.ceil(size.hosts / size.groups);
  write('inventory/hosts', groups.map((group) => groupText(group, each)).join('\n'));
  write('inventory/group_vars/all.yml', 'domain: lab.example\nbridge_mtu: 1500\n');
  for (const group of groups) write(`inventory/group_vars/group${group}.yml`, groupVariables(group));
  const roles = numbers(size.roles);
  for (const role of roles) {
    write(
      `roles/role${role}/defaults/main.yml`,
      `role${role}_folder: /srv/role${role}\nrole${role}_size: ${role}\n`,
    );
    write(
      `roles/role${role}/tasks/main.yml`,
      numbers(size.tasks)
        .map((task) => taskText(role, task))
        .join('\n'),
    );
  }
  const perGroup = Math.ceil(size.roles / size.groups);
  const play = (group: number) => {
    const own = roles.slice((group - 1) * perGroup, group * perGroup);
    return `- hosts: group${group}\n  gather_facts: false\n  roles: [${own.map((role) => `role${role}`).join(', ')}]\n`;
  };
  write('site.yml', groups.map(play).join('\n'));
  write(
    'all.yml',
    `- hosts: all\n  gather_facts: false\n  roles: [${roles.map((role) => `role${role}`).join(', ')}]\n`,
  );
}

function groupText(group: number, hosts: number): string {
  const first = (group - 1) * hosts + 1;
  const pad = (number: number) => String(number).padStart(5, '0');
  return `[group${group}]\nhv[${pad(first)}:${pad(first + hosts - 1)}]\n`;
}

function groupVariables(group: number): string {
  return `site: site${group}\nsubnet: 10.${group}.0.0/24\nservers:\n  - { name: dns, ip: "10.${group}.0.2" }\n  - { name: ntp, ip: "10.${group}.0.3" }\n`;
}

/** Tasks as roles have them: some need variables of the group, some those of the role, some nothing. */
function taskText(role: number, task: number): string {
  const path = `{{ role${role}_folder }}/task${task}`;
  const kinds = [
    `  file: { path: "${path}", state: directory, mode: "0755" }`,
    `  copy: { dest: "${path}.conf", content: "site={{ site }}\\nservers={{ servers | map(attribute='ip') | join(',') }}\\n" }`,
    `  lineinfile: { path: /etc/hosts, line: "{{ servers[0].ip }} dns.{{ domain }}" }\n  when: site is defined`,
    `  sysctl: { key: net.core.somaxconn, value: "{{ 1024 + role${role}_size }}" }`,
    `  service: { name: libvirtd, state: started }`,
  ];
  return `- name: task ${task} of role ${role}\n${kinds[task % kinds.length]}\n`;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
