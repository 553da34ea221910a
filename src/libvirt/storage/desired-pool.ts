import * as z from 'zod';
import { childOf, comparable, type PoolNode, poolNode } from './pool-xml.ts';

/** virsh takes the name within quotes; libvirt makes a file of it. */
export const poolName = z
  .string()
  .regex(/^[^"'\\;/\p{Cc}]+$/u, 'a name without quotes, slashes, semicolons and control characters');

/** What a type of pool needs, by the names of libvirt's schema, and what libvirt fills in. */
const TYPES: Readonly<Record<string, { needs: readonly string[]; format?: string }>> = {
  dir: { needs: ['target path'] },
  fs: { needs: ['source device', 'target path'], format: 'auto' },
  netfs: { needs: ['source host', 'source dir', 'target path'], format: 'auto' },
  logical: { needs: [], format: 'lvm2' },
  disk: { needs: ['source device', 'target path'], format: 'unknown' },
  iscsi: { needs: ['source host', 'source device', 'target path'] },
  zfs: { needs: ['source name'] },
};

export const POOL_TYPES = ['dir', 'fs', 'netfs', 'logical', 'disk', 'iscsi', 'zfs'] as const;

/** A storage pool as a task describes it. */
export interface DesiredPool {
  name: string;
  state: 'active' | 'inactive' | 'absent';
  /** Absent: on for a pool that is active, otherwise as it is. */
  autostart?: boolean | undefined;
  /** What the task has of it; absent where it has nothing but the name. */
  definition?: PoolNode | undefined;
  /** Whether its folder, file system or volume group is made; absent: only where that is a folder. */
  build?: boolean | undefined;
}

/** The elements that a type of pool needs and this one does not have, such as `source device`. */
export function missingIn(pool: PoolNode): string[] {
  const { needs = [] } = TYPES[pool.attributes.type ?? ''] ?? {};
  return needs.filter((path) => {
    const [parent = '', name = ''] = path.split(' ');
    return childOf(childOf(pool, parent), name) === undefined;
  });
}

/** Whether building the pool makes nothing but a folder. */
export function isFolder(pool: PoolNode): boolean {
  return ['dir', 'netfs'].includes(pool.attributes.type ?? '');
}

/** The definition as libvirt stores it, with what it fills in: read on 9.0 and 11.3. */
export function asStored(name: string, pool: PoolNode): PoolNode {
  const { type = '' } = pool.attributes;
  const format = TYPES[type]?.format;
  const source = childOf(pool, 'source') ?? poolNode('source', {});
  const filled = [
    ...source.children,
    ...(type === 'logical' && !childOf(source, 'name') ? [poolNode('name', { text: name })] : []),
    ...(format && !childOf(source, 'format') ? [poolNode('format', { attributes: { type: format } })] : []),
  ];
  const group = filled.find((each) => each.name === 'name')?.text ?? '';
  const others = pool.children.filter((each) => each.name !== 'source' && each.name !== 'name');
  const hasTarget = childOf(childOf(pool, 'target'), 'path') !== undefined;
  const children = [
    poolNode('name', { text: name }),
    poolNode('source', { ...source, children: filled }),
    ...(type === 'logical' && !hasTarget ? [] : others.filter((each) => each.name === 'target')),
    ...(type === 'logical' && !hasTarget
      ? [poolNode('target', { children: [poolNode('path', { text: `/dev/${group}` })] })]
      : []),
    ...others.filter((each) => each.name !== 'target'),
  ];
  return comparable(poolNode('pool', { ...pool, children }));
}
