import { isMap } from '../../template/values.ts';
import type { Part } from '../yaml-node.ts';

/** Keys of a task whose value names its module. */
export const ACTION_KEYS = ['action', 'local_action'] as const;

/**
 * A task with its module as a key, where it is written as `action: MODULE ARGUMENTS` or as a map with `module`;
 * `local_action` is delegated to the controller. Source: `ModuleArgsParser` of Ansible 2.14.
 */
export function withModuleKey(part: Part): Part {
  const { value } = part;
  if (!isMap(value)) return part;
  const key = ACTION_KEYS.find((one) => Object.hasOwn(value, one));
  if (key === undefined) return part;
  const { [key]: written, ...rest } = value as Record<string, unknown>;
  const { module, args } = parted(written);
  if (module === undefined || Object.hasOwn(rest, module)) return part;
  return part.with({ ...rest, [module]: args, ...(key === 'local_action' && { delegate_to: 'localhost' }) });
}

function parted(written: unknown): { module?: string; args?: unknown } {
  if (typeof written === 'string') {
    const [, module, text = ''] = /^\s*(\S+)\s*(.*)$/s.exec(written) ?? [];
    return module === undefined ? {} : { module, args: text === '' ? null : text };
  }
  if (!isMap(written)) return {};
  const { module, ...args } = written as Record<string, unknown>;
  return typeof module === 'string' ? { module, args } : {};
}
