import type { Answer, Probe } from '../../plan/probe.ts';
import type { Raw } from './raw.ts';
import { cutAtVirshMarks, virshMark } from './virsh-marks.ts';

/** What virsh answered to each probe of it, by the index of the probe, and why where there is nothing. */
interface VirshAnswers {
  raws: ReadonlyMap<number, Raw>;
  error: string;
}

const NOTHING: Buffer = Buffer.alloc(0);

/** Takes apart all that virsh wrote on stdout and stderr; a probe counts when each of its commands was begun. */
export function virshAnswers(
  probes: readonly Probe[],
  output: Buffer = NOTHING,
  errors: Buffer = NOTHING,
): VirshAnswers {
  const asked = probes.flatMap(({ ask }, index) =>
    ask.kind === 'virsh'
      ? [{ index, marks: ask.commands.map((_, command) => virshMark(index, command)) }]
      : [],
  );
  const marks = asked.flatMap((one) => one.marks);
  const [answers, said] = [cutAtVirshMarks(output, marks), cutAtVirshMarks(errors, marks)];
  if (!answers || !said) return { raws: new Map(), error: IMITATED };
  const raws = asked.flatMap(({ index, marks: own }): [number, Raw][] => {
    const stream = own.flatMap((mark) => answers.get(mark) ?? []);
    if (stream.length < own.length) return [];
    return [[index, { answers: own.map((mark) => answerOf(answers.get(mark), said.get(mark))), stream }]];
  });
  return { raws: new Map(raws), error: answers.size > 0 ? '' : ownWords(errors).toString().trim() };
}

const IMITATED =
  'what libvirt prints has the byte 0x1e, which separates its answers: somebody on this host imitates them';

function answerOf(stdout: Buffer = NOTHING, stderr: Buffer = NOTHING): Answer {
  return { status: 0, stdout: withoutEcho(stdout), stderr: ownWords(stderr) };
}

/** Since 10.x virsh's echo ends its line; before, the answer begins right behind the mark. */
function withoutEcho(bytes: Buffer): Buffer {
  return bytes[0] === 0x0a ? bytes.subarray(1) : bytes;
}

/** What a command wrote to stderr, without the line end of its mark and the `error: ` of the next one. */
function ownWords(bytes: Buffer): Buffer {
  return Buffer.from(
    bytes
      .toString('latin1')
      .replace(/^\n/, '')
      .replace(/error: $/, ''),
    'latin1',
  );
}
