const RECORD = '\x1e';

/**
 * The mark before the answer to one virsh command. virsh gets it as an argument, which every user of the host can read:
 * it is no secret, and counts only in what virsh alone has written, where `cutAtVirshMarks` sees to the rest.
 */
export function virshMark(probe: number, command: number): string {
  return `${RECORD}v ${probe} ${command}${RECORD}`;
}

/**
 * The answers of virsh by the marks in front of them, as many as there are; what stands before the first is left out.
 * Undefined when anything but these marks in this order has their first byte, which no XML can hold (XML 1.0, Char):
 * then somebody imitates a mark, and no answer can be believed.
 */
export function cutAtVirshMarks(output: Buffer, marks: readonly string[]): Map<string, Buffer> | undefined {
  const starts: number[] = [];
  for (const mark of marks) {
    const at = output.indexOf(mark, endOf(starts, marks));
    if (at < 0) break;
    starts.push(at);
  }
  const parts = starts.map((start, index) =>
    output.subarray(start + (marks[index]?.length ?? 0), starts[index + 1] ?? output.length),
  );
  const noise = output.subarray(0, starts[0] ?? output.length);
  if ([noise, ...parts].some((part) => part.includes(RECORD))) return undefined;
  return new Map(parts.map((part, index) => [marks[index] ?? '', part]));
}

function endOf(starts: readonly number[], marks: readonly string[]): number {
  const last = starts.length - 1;
  return (starts[last] ?? 0) + (marks[last]?.length ?? 0);
}
