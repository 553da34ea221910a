import type { Step } from '../../plan/step.ts';
import { can } from '../../versions/libvirt.ts';
import type { Version } from '../../versions/version.ts';
import { serializeNetwork } from '../format/serialize.ts';
import type { Network } from '../model/network.ts';
import { isBeyondSchema } from '../rules/schema-gaps.ts';

/** The step that stores a definition. */
export function define(definition: Network, version: Version): Step & { do: 'virsh'; stdin: string } {
  const argv = ['net-define', ...defineOptions(definition, version), '/dev/stdin'];
  return { do: 'virsh', argv, stdin: serializeNetwork(definition) };
}

/** libvirt holds a definition against its schema when it is asked to, and says what does not fit. */
export function defineOptions(definition: Network, version: Version): readonly string[] {
  return can(version, 'net-define --validate') && !isBeyondSchema(definition) ? ['--validate'] : [];
}
