import type { Holding } from '../../plan/change.ts';
import { quote } from '../../plan/quote.ts';
import { scriptText } from './command.ts';
import { libvirtFunction } from './observe.ts';
import type { Virsh } from './virsh.ts';

/** Shell text that ends with zero where all of these do. What they say is for nobody. */
export function holdingText(all: readonly Holding[], virsh: Virsh): string {
  const texts = all.map(({ script, args, virsh: reads }) => {
    if (reads === undefined) return scriptText(script, args);
    return `script() (\n${script}\n)\nlibvirt ${quote([reads])} | ${quote(['script', ...args])}`;
  });
  if (texts.length === 0) return 'true';
  return `(\n${libvirtFunction(virsh)}\n${texts.map((text) => `{ ${text}\n}`).join(' && ')}\n) >/dev/null 2>&1`;
}
