import * as z from 'zod';
import { POOL_TYPES } from './desired-pool.ts';
import { type PoolNode, poolNode } from './pool-xml.ts';

const text = z.string().regex(/^[^\p{Cc}]+$/u, 'one line of text');
const absolute = z.string().regex(/^\/[^\p{Cc}]*$/u, 'an absolute path');

/** A list; one entry may stand for a list of one. */
function some<T extends z.ZodType>(one: T) {
  const list = (given: unknown) => (given === undefined || Array.isArray(given) ? given : [given]);
  return z.preprocess(list, z.array(one).min(1));
}

/** The elements of a pool under libvirt's own names: https://libvirt.org/formatstorage.html. */
export const poolElements = {
  type: z.enum(POOL_TYPES).optional().describe('Kind of storage; needed to create the pool'),
  source: z
    .strictObject({
      host: some(
        z.strictObject({
          name: text.describe('Name or address of the server'),
          port: z.int().min(1).max(65535).optional().describe('Its port'),
        }),
      )
        .optional()
        .describe('Server of a netfs or iscsi pool'),
      device: some(z.strictObject({ path: text.describe('Block device, or the IQN of an iscsi target') }))
        .optional()
        .describe('Block devices of an fs, logical or disk pool; the target of an iscsi pool'),
      dir: z.strictObject({ path: absolute.describe('Folder on the server') }).optional(),
      initiator: z
        .strictObject({
          iqn: z.strictObject({ name: text.describe('IQN') }).describe('Name of the initiator'),
        })
        .optional()
        .describe('How an iscsi pool logs in'),
      name: text.optional().describe('Volume group of a logical pool, or pool of zfs'),
      format: z.strictObject({ type: text.describe('Such as ext4, nfs, lvm2 or gpt') }).optional(),
      protocol: z.strictObject({ ver: text.describe('Version of NFS') }).optional(),
    })
    .optional()
    .describe('Where the storage comes from'),
  target: z
    .strictObject({
      path: absolute.optional().describe('Folder of the volumes on the host'),
      permissions: z
        .strictObject({
          mode: z
            .string()
            .regex(/^0?[0-7]{3}$/, 'octal digits in quotes, such as "0711"')
            .optional()
            .describe('Mode of the folder'),
          owner: z.int().min(0).optional().describe('Number of its user'),
          group: z.int().min(0).optional().describe('Number of its group'),
        })
        .optional()
        .describe('Rights of the folder when it is built; not compared afterwards'),
    })
    .optional()
    .describe('Where the host has it'),
};

type Elements = { [K in keyof typeof poolElements]?: z.output<(typeof poolElements)[K]> };

/** The definition that these elements describe, or undefined where there is no type. */
export function poolOf(name: string, { type, source, target }: Elements): PoolNode | undefined {
  if (type === undefined) return undefined;
  const { name: sourceName, ...others } = source ?? {};
  const children = [
    ...Object.entries(others).flatMap(([key, value]) => nodesOf(key, value)),
    ...(sourceName === undefined ? [] : [poolNode('name', { text: sourceName })]),
  ];
  const { path, permissions } = target ?? {};
  const inTarget = [
    ...(path === undefined ? [] : [poolNode('path', { text: path })]),
    ...(permissions ? [poolNode('permissions', { children: textsOf(permissions) })] : []),
  ];
  return poolNode('pool', {
    attributes: { type },
    children: [
      poolNode('name', { text: name }),
      ...(children.length > 0 ? [poolNode('source', { children })] : []),
      ...(inTarget.length > 0 ? [poolNode('target', { children: inTarget })] : []),
    ],
  });
}

/** Elements whose values are attributes, or elements with attributes of their own. */
function nodesOf(name: string, value: unknown): PoolNode[] {
  if (value === undefined) return [];
  return [value].flat().map((each) => {
    const entries = Object.entries(each as object).filter(([, one]) => one !== undefined);
    const attributes = entries.filter(([, one]) => typeof one !== 'object');
    const inner = entries.filter(([, one]) => typeof one === 'object');
    return poolNode(name, {
      attributes: Object.fromEntries(attributes.map(([key, one]) => [key, String(one)])),
      children: inner.flatMap(([key, one]) => nodesOf(key, one)),
    });
  });
}

function textsOf(values: object): PoolNode[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [poolNode(name, { text: String(value) })],
  );
}
