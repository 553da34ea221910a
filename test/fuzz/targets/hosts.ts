import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Observations } from '../../../src/engine/script/observations.ts';
import { takeAnswers } from '../../../src/engine/script/observe.ts';
import { virshMark } from '../../../src/engine/script/virsh-marks.ts';
import { parseNetwork } from '../../../src/libvirt/format/parse.ts';
import { serializeNetwork } from '../../../src/libvirt/format/serialize.ts';
import { documentFault } from '../../../src/netplan/document.ts';
import { fileLinks } from '../../../src/netplan/file-links.ts';
import type { Probe } from '../../../src/plan/probe.ts';
import { Collector } from '../../../src/transport/collector.ts';
import { readable } from '../../../src/transport/readable.ts';
import { answersIn, bytesOf } from '../answers.ts';
import { blocks, files, ROOT, texts } from '../corpus.ts';
import type { Target } from '../target.ts';
import { PROBES_BY_FILE } from './probes.ts';

type Recorded = Readonly<Record<string, readonly (readonly [number, string, string])[]>>;

/** What hosts of the lab answered, by the keys of probes: `test/fuzz/record.ts`. */
const RECORDED = ['libvirt-9.0', 'libvirt-11.3'].map((name): Recorded => {
  const path = join(ROOT, `test/fuzz/recorded/${name}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
});
/** The same of the hosts in which everything is planted that an audit finds. */
const PLANTED = ['9.0', '11.3'].map(
  (version): Readonly<Record<string, { status: number; stdout: string[] }[]>> =>
    JSON.parse(readFileSync(join(ROOT, `test/recorded/audit-planted-libvirt-${version}.json`), 'utf8')),
);

function recordedOf({ key }: Probe): Buffer[] {
  const answered = RECORDED.flatMap((host) => {
    const own = host[key]?.map(([status, stdout, stderr]) => ({
      ...{ status, stdout: Buffer.from(stdout, 'latin1'), stderr: Buffer.from(stderr, 'latin1') },
    }));
    return own ? [bytesOf(own)] : [];
  });
  const planted = PLANTED.flatMap((host) => {
    const own = host[key]?.map(({ status, stdout }) => ({
      ...{ status, stdout: Buffer.from(stdout.join('\n')), stderr: Buffer.alloc(0) },
    }));
    return own ? [bytesOf(own)] : [];
  });
  return [...answered, ...planted];
}

/**
 * A target for each file that asks hosts: all its probes get the same mutated answer, each as many as it asks for. The
 * engine takes it in: what a parser throws costs that probe only, and is told as an answer that cannot be read.
 */
const ANSWERS: readonly Target[] = [...PROBES_BY_FILE].map(([file, probes]) => {
  const corpus = probes.flatMap(recordedOf);
  return {
    name: `answer ${file}`,
    corpus: corpus.length > 0 ? corpus : texts('0\n', '1\n\x1cno such file', '0\nyes\n', '0\n1 2 3\n4\n'),
    read(input) {
      const known = new Observations();
      const raws = probes.map((probe) => ({ answers: answersIn(input, probe), stream: [] }));
      known.take(probes, { raws, virshError: '', scriptError: '' });
    },
  };
});

const NONCE = '0'.repeat(32);
const R = '\x1e';
const FRAMED: readonly Probe[] = [
  { key: 'a', ask: { kind: 'script', script: '', args: [] }, parse: () => 0 },
  { key: 'b', ask: { kind: 'virsh', commands: [['x'], ['y']] }, parse: () => 0 },
];
const FRAME = `${R}${NONCE}p 0${R}out${R}${NONCE}s 0${R}err${R}${NONCE}virsh${R}${virshMark(1, 0)}one${virshMark(1, 1)}two${R}${NONCE}errors${R}`;

const NETPLAN = `network:
  version: 2
  renderer: networkd
  ethernets:
    eth0: {match: {macaddress: "52:54:00:00:00:01"}, dhcp4: true}
  bonds:
    bond0: {interfaces: [eth1, eth2], parameters: {mode: 802.3ad}}
  vlans:
    v7: {id: 7, link: bond0}
  bridges:
    br0: {interfaces: [eth0], addresses: [10.0.0.1/24], routes: [{to: default, via: 10.0.0.254}], parameters: {stp: false}}
`;

/** What hosts send, and what lies in their files. */
export const HOSTS: readonly Target[] = [
  ...ANSWERS,
  {
    name: 'frames',
    corpus: texts(FRAME, `${FRAME}${R}m 1 0\n`),
    words: [R, NONCE, `${R}${NONCE}p 0${R}`, virshMark(1, 0), virshMark(1, 1), `${R}m 1 `],
    read(input) {
      const collector = new Collector(`${R}m 1 `, 4096);
      for (let at = 0; at < input.length; at += 7) collector.push(input.subarray(at, at + 7));
      takeAnswers(FRAMED, { stdout: collector.bytes() }, NONCE);
      return readable(input);
    },
  },
  {
    name: 'network xml',
    corpus: files(/net-?dump.*\.xml$|dumpxml.*\.xml$/, 'test/recorded'),
    words: [
      '<network',
      '<ip ',
      '<dhcp>',
      '<host ',
      '</network>',
      '<![CDATA[',
      '<metadata>',
      'xmlns:a="b"',
      '&#0;',
      '&#x1f4a9;',
    ],
    read(input) {
      const network = parseNetwork(input.toString());
      serializeNetwork(network);
    },
  },
  {
    name: 'netplan',
    corpus: blocks(/^yaml/).concat(texts(NETPLAN)),
    words: [
      'network:',
      'bridges:',
      'version: 2',
      'renderer: networkd',
      'interfaces: [eth0]',
      'match:',
      'addresses:',
    ],
    read(input) {
      documentFault(input.toString(), 'br0');
      fileLinks(input.toString());
    },
  },
];
