import type { Answer, Probe } from '../../src/plan/probe.ts';

/** What stands between answers, and between what a host wrote on stdout and on stderr. */
const [BETWEEN, SAID] = ['\x1d', '\x1c'];

/** Answers as the bytes of an input. */
export function bytesOf(answers: readonly Answer[]): Buffer {
  return Buffer.concat(
    answers.flatMap(({ status, stdout, stderr }, index) => [
      Buffer.from(`${index > 0 ? BETWEEN : ''}${status}\n`),
      ...[stdout, Buffer.from(SAID), stderr],
    ]),
  );
}

/** An input as answers to a probe: as many as it asks for, which the engine sees to. */
export function answersIn(input: Buffer, { ask }: Pick<Probe, 'ask'>): Answer[] {
  const parts = split(input, BETWEEN);
  const count = ask.kind === 'virsh' ? ask.commands.length : 1;
  return Array.from({ length: count }, (_, index) => answerOf(parts[index] ?? Buffer.alloc(0)));
}

function answerOf(part: Buffer): Answer {
  const end = part.indexOf('\n');
  const [stdout = Buffer.alloc(0), stderr = Buffer.alloc(0)] = split(part.subarray(end + 1), SAID);
  const status = Number(part.toString('latin1', 0, end));
  return { status: Number.isInteger(status) ? status : 1, stdout, stderr };
}

function split(bytes: Buffer, mark: string): Buffer[] {
  const parts: Buffer[] = [];
  for (let from = 0; from <= bytes.length; ) {
    const found = bytes.indexOf(mark, from);
    const end = found < 0 ? bytes.length : found;
    parts.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return parts;
}
