import { family, only, type Probe, ProbeError } from '../../plan/probe.ts';
import { comparable, type PoolNode, parsePool } from './pool-xml.ts';

/** What a host has of one storage pool. */
export type PoolState = { exists: false } | ExistingPool;

export interface ExistingPool {
  exists: true;
  active: boolean;
  autostart: boolean;
  /** False for a transient pool, which is gone when it stops. */
  persistent: boolean;
  /** Absent only in a prediction: libvirt makes it up. */
  uuid?: string;
  /** As the next start takes it, see `comparable`. */
  definition: PoolNode;
}

/** Leaves out sizes, which change by themselves. */
const SIZES = `sed -E '/^(Capacity|Allocation|Available):/d; /<(capacity|allocation|available) /d'`;

const READ = `
text=$(libvirt "pool-info --pool \\"$1\\"; pool-dumpxml --pool \\"$1\\" --inactive")
status=$?
printf '%s\\n' "$text" | ${SIZES}
exit $status`;

/** The storage pools of a host, by name. */
export const poolStates = family<PoolState>('pool');

/** A storage pool of the host by name, see `poolName`. */
export function poolAt(name: string): Probe<PoolState> {
  return poolStates.of(name, {
    ask: { kind: 'script', script: READ, args: [name] },
    parse: (answers) => {
      const { stdout, stderr } = only(answers);
      const text = stdout.toString();
      return /^Name:/m.test(text) ? existingPool(text) : missing(stderr.toString().trim());
    },
  });
}

/** A pool as `pool-info` and `pool-dumpxml` print it. Throws ProbeError. */
export function existingPool(text: string): ExistingPool {
  const field = (key: string) => new RegExp(`^${key}: +(.*)$`, 'm').exec(text)?.[1];
  try {
    return {
      exists: true,
      active: field('State') === 'running',
      autostart: field('Autostart') === 'yes',
      persistent: field('Persistent') === 'yes',
      uuid: field('UUID') ?? '',
      definition: comparable(parsePool(text.slice(text.indexOf('<pool')))),
    };
  } catch (error) {
    throw new ProbeError(`libvirt prints a pool that cannot be read: ${(error as Error).message}`);
  }
}

function missing(said: string): PoolState {
  if (/Storage pool not found|failed to get pool/.test(said) && !/connect/.test(said))
    return { exists: false };
  throw new ProbeError(said || 'libvirt gave no answer');
}
