import type { Step } from '../../plan/step.ts';
import { serializeNetwork } from '../format/serialize.ts';
import type { Network } from '../model/network.ts';
import { isAtLeast, type Version } from '../model/version.ts';
import { isBeyondSchema } from '../rules/schema-gaps.ts';

/** The step that stores a definition. */
export function define(definition: Network, version: Version): Step & { do: 'virsh'; stdin: string } {
  const argv = ['net-define', ...defineOptions(definition, version), '/dev/stdin'];
  return { do: 'virsh', argv, stdin: serializeNetwork(definition) };
}

/** Since 7.7 libvirt holds a definition against its schema when it is asked to, and says what does not fit. */
export function defineOptions(definition: Network, version: Version): readonly string[] {
  return isAtLeast(version, [7, 7, 0]) && !isBeyondSchema(definition) ? ['--validate'] : [];
}
