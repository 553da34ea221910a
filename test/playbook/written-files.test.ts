import { describe, expect, it } from 'vitest';
import { blockinfile } from '../../src/modules/blockinfile.ts';
import { copy } from '../../src/modules/copy.ts';
import type { AnyModule } from '../../src/modules/module.ts';
import { template } from '../../src/modules/template.ts';
import { brief, resolved } from './project.ts';

const modules = [template, copy, blockinfile] as readonly unknown[] as readonly AnyModule[];

/** What is wrong with a task, where `v` has a value. */
function problemsOf(task: string, v: string, files: Record<string, string> = {}): string[] {
  const playbook = `- hosts: a\n  vars: { v: ${JSON.stringify(v)} }\n  tasks:\n    - ${task}\n`;
  return brief(resolved(playbook, { files, modules }).problems).map(
    (line) => line.split(/(?<=:\d+) /)[0] ?? '',
  );
}

const NETPLAN = 'network:\n  version: 2\n  bridges:\n    br0: { mtu: 1500, macaddress: {{ v }} }\n';
const KEYS = '1 }\n  ethernets: { eth0: { dhcp4: true }';

describe('a template has the kind of the file that it makes, where its own name says none', () => {
  it.each([
    ['a.j2', '/etc/netplan/60-a.yaml', NETPLAN, KEYS, ['unsafe-value 4:38']],
    ['a.j2', '/etc/netplan/60-a.yaml', NETPLAN, '52:54:00:00:00:01', []],
    ['a.yaml.j2', '/etc/netplan/', NETPLAN, KEYS, ['unsafe-value 4:38']],
    ['a.hbs', '/etc/netplan/60-a.yaml', NETPLAN, KEYS, []],
    ['a.j2', '/etc/x.yml', 'a: {{ v }}\n', 'b\nc: d', ['unsafe-value 1:7']],
    ['a.j2', '/etc/x.conf', 'a: {{ v }}\n', 'b\nc: d', []],
    ['a.j2', '/etc/dnsmasq.d/x.conf', 'domain={{ v }}\n', 'a\ndhcp-script=/x', ['unsafe-value 1:11']],
    ['a.hbs', '/etc/dnsmasq.d/x.conf', 'domain={{ v }}\n', 'a\ndhcp-script=/x', ['unsafe-value 1:8']],
    ['a.j2', '/etc/libvirt/x.xml', '<a>{{ v }}</a>', '</a><b/>', ['unsafe-value 1:7']],
  ])('%s into %s', (src, dest, text, v, problems) => {
    expect(problemsOf(`template: { src: ${src}, dest: ${dest} }`, v, { [`templates/${src}`]: text })).toEqual(
      problems,
    );
  });
});

describe('what is written into a text of such a file in the playbook', () => {
  it.each([
    ['copy: { content: "a: {{ v }}", dest: /etc/x.yaml }', 'b\nc: d', ['unsafe-value 4:31']],
    ['copy: { content: "a: {{ v | to_json }}", dest: /etc/x.yaml }', 'b\nc: d', []],
    ['copy: { content: "a: {{ v | safe }}", dest: /etc/x.yaml }', 'b\nc: d', []],
    ['copy: { content: "{{ v }}", dest: /etc/x.yaml }', 'b: c\nd: e', []],
    ['copy: { content: "a: {{ v }}", dest: /etc/x.conf }', 'b\nc: d', []],
    ['copy: { content: "a={{ v }}", dest: "/etc/{{ \'dnsmasq.conf\' }}" }', 'b\nc=d', ['unsafe-value 4:30']],
    ['blockinfile: { block: "a={{ v }}", path: /etc/dnsmasq.conf }', 'b\nc=d', ['unsafe-value 4:35']],
    ['blockinfile: { block: "{{ v }}: [", path: /etc/x.yaml }', 'b\nc', ['unsafe-value 4:33']],
  ])('%s', (task, v, problems) => {
    expect(problemsOf(task, v)).toEqual(problems);
  });
});

describe('what comes out is what its path says', () => {
  it.each([
    ['copy: { content: "a: [", dest: /etc/x.yaml }', ['yaml-file 4:24']],
    ['copy: { src: x.yaml, dest: /etc/x.yaml }', ['yaml-file 4:20']],
    ['template: { src: x.yaml, dest: /etc/x.yaml }', ['yaml-file 4:24']],
    ['copy: { content: "network: { version: 2 }", dest: /etc/netplan/1.yaml }', []],
    [
      'copy: { content: "network: { version: 2, ether: {} }", dest: /etc/netplan/1.yaml }',
      ['netplan-file 4:24'],
    ],
    ['copy: { content: "network: {}\\nother: 1", dest: /etc/netplan/1.yaml }', ['netplan-file 4:24']],
    ['copy: { content: "[1]", dest: /etc/netplan/1.yaml }', ['netplan-file 4:24']],
    ['copy: { content: "network: *a", dest: /etc/netplan/1.yaml }', ['netplan-file 4:24']],
    ['copy: { content: "", dest: /etc/netplan/1.yaml }', []],
  ])('%s', (task, problems) => {
    expect(problemsOf(task, '', { 'files/x.yaml': 'a: [\n', 'templates/x.yaml': 'a: [\n' })).toEqual(
      problems,
    );
  });
});
