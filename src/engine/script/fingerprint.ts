import { createHash } from 'node:crypto';
import type { Probe } from '../../plan/probe.ts';
import { marker } from './markers.ts';
import { askedBy } from './observe.ts';
import type { Raw } from './raw.ts';
import { virshMark } from './virsh-marks.ts';

/**
 * The SHA-256 of what `comparedText(probes)` writes on a host that has not moved since these answers came.
 * The host computes the same over its own output just before it writes.
 */
export function fingerprint(probes: readonly Probe[], raws: readonly Raw[], nonce: string): string {
  const hash = createHash('sha256');
  const has = (kind: Probe['ask']['kind']) => probes.some(({ ask }) => ask.kind === kind);
  each(probes, raws, 'script', ({ stream: [output = Buffer.alloc(0), status = ''] }, index) => {
    hash.update(marker(nonce, `p ${index}`)).update(output);
    hash.update(marker(nonce, `s ${status}`));
  });
  if (has('virsh')) hash.update(marker(nonce, 'virsh'));
  each(probes, raws, 'virsh', ({ stream }, index) => {
    for (const [command, bytes] of stream.entries()) hash.update(virshMark(index, command)).update(bytes);
  });
  return hash.digest('hex');
}

function each(
  probes: readonly Probe[],
  raws: readonly Raw[],
  kind: Probe['ask']['kind'],
  visit: (raw: Raw, index: number) => void,
): void {
  const asked = askedBy(probes);
  for (const [index, raw] of raws.entries())
    if (probes[index]?.ask.kind === kind && asked[index] === index) visit(raw, index);
}
