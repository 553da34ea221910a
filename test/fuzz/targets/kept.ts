import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { readPlan } from '../../../src/commands/saved-plan/plan-files.ts';
import { unpacked } from '../../../src/engine/applied/answers.ts';
import { hiddenTexts } from '../../../src/hidden-texts.ts';
import { parseKept } from '../../../src/rollback/kept-on-host.ts';
import { signedBytes } from '../../../src/saved-plan/saved-plan.ts';
import { HostAnswers } from '../../../src/snapshot/host-answers.ts';
import { SecretTexts } from '../../../src/snapshot/secret-texts.ts';
import { readSnapshot, snapshotText } from '../../../src/snapshot/snapshot-file.ts';
import { savedPlan } from '../../saved-plan/sample.ts';
import { fileOf, files, texts } from '../corpus.ts';
import type { Target } from '../target.ts';

const HEAD = {
  virtfleet: '0.1.0',
  taken: '2026-11-29T10:00:00Z',
  key: { of: 'operator', salt: '0'.repeat(32), proof: '1'.repeat(32) },
  command: 'virtfleet snapshot',
} as const;
const ANSWERS = {
  root: { answers: { q: { answers: [[0, 'out', 'err']] }, r: { unread: ['a', { secret: 'x', as: 'y' }] } } },
  login: { ended: { lost: 'gone' }, answers: {} },
};
const SNAPSHOT = snapshotText(HEAD, [['hv01', gzipSync(JSON.stringify(ANSWERS))]]);

const LINES = [
  'head\t{"version":1,"run":"r","by":"alice@laptop","at":"2026-11-29T10:00:00Z"}',
  'tasks\t{"task":"t","module":"copy","file":"site.yaml","line":1,"column":1,"kept":[{"kind":"link","name":"br0","answers":[[0,"","YQ=="]]}],"paths":["/etc/a/b"],"restarts":[],"beyond":["x"]}',
  'states\t/etc/a/b\tfile 1 644\tfile 2 644',
  'left-states\t/etc/a/b\tfile 2 644',
  'left\t{"kind":"link","name":"br0","digest":"d"}',
].join('\n');

/** Somebody who writes a file knows how to write its digest. */
function signed(text: string): string {
  const end = text.lastIndexOf('{"sha256"');
  const body = end < 0 ? `${text}\n` : text.slice(0, end);
  return `${body}${JSON.stringify({ sha256: createHash('sha256').update(body).digest('hex') })}\n`;
}

/** What Virtfleet keeps, and others may have changed. */
export const KEPT: readonly Target[] = [
  {
    name: 'saved plan',
    corpus: texts(JSON.stringify({ plan: savedPlan(), signatures: ['x'] })),
    read(input) {
      const { plan } = readPlan(fileOf('change.plan', input));
      signedBytes(plan);
    },
  },
  {
    name: 'snapshot file',
    corpus: texts(SNAPSHOT),
    read: (input) => void readSnapshot(fileOf('fleet.snapshot', signed(input.toString()))),
  },
  {
    name: 'snapshot answers',
    corpus: texts(JSON.stringify(ANSWERS)),
    read: (input) => void new HostAnswers(gzipSync(input)).of('root'),
  },
  {
    name: 'packed answers',
    corpus: [gzipSync(JSON.stringify(ANSWERS))],
    read: (input) => void new HostAnswers(input).of('login'),
  },
  {
    name: 'applied answers',
    corpus: texts('{"tasks":{"t":{"k":"d"}},"answers":{"d":[[0,"YQ==","Yg=="]]}}'),
    read: (input) => void unpacked(gzipSync(input).toString('base64')),
  },
  { name: 'kept of a run', corpus: texts(LINES), read: (input) => void parseKept(input.toString()) },
  {
    name: 'secrets in texts',
    corpus: files(/./, 'test/recorded/pool-libvirt-9.0.txt', 'test/doctor/recorded').concat(
      texts(
        'password = x\n"api_token": "abc"\nhttps://u:p@h/\nkey: AAAA\n-----BEGIN RSA PRIVATE KEY-----\nabc\n',
      ),
    ),
    words: [
      'password=',
      'secret',
      '://a:b@',
      'Bearer ',
      '-----BEGIN A PRIVATE KEY-----\n',
      '$6$',
      'aaaaaaaaaaaaaaaaaaaaaaaa',
    ],
    read(input) {
      hiddenTexts.hide('fuzz-secret');
      const texts = new SecretTexts(Buffer.alloc(32, 1));
      texts.whole(texts.without(input.toString()), () => []);
    },
  },
];
