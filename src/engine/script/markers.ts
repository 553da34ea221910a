const RECORD = '\x1e';

/** A mark that no output can contain by chance or intent, since it carries the nonce of the session. */
export function marker(nonce: string, text: string): string {
  return `${RECORD}${nonce} ${text}${RECORD}`;
}

/** A part of an output: the text of the mark in front of it, and the bytes up to the next mark. */
export interface Part {
  text: string;
  bytes: Buffer;
}

/** Cuts an output at its marks; what stands before the first one is noise and left out. */
export function cutAtMarkers(output: Buffer, nonce: string): Part[] {
  const start = Buffer.from(`${RECORD}${nonce} `);
  const parts: Part[] = [];
  let at = output.indexOf(start);
  while (at >= 0) {
    const textEnd = output.indexOf(RECORD, at + start.length);
    if (textEnd < 0) break;
    const next = output.indexOf(start, textEnd + 1);
    parts.push({
      text: output.toString('latin1', at + start.length, textEnd),
      bytes: output.subarray(textEnd + 1, next < 0 ? output.length : next),
    });
    at = next;
  }
  return parts;
}
