import { only, type Probe, ProbeError } from '../../plan/probe.ts';

/** A volume of a pool. */
export interface VolumeState {
  /** Bytes. */
  capacity: number;
  /** Absent where libvirt does not say, as of logical volumes. */
  format?: string;
}

/** The rest changes by itself, or follows from the pool. */
const READ = `
text=$(libvirt "vol-dumpxml --pool \\"$1\\" --vol \\"$2\\"")
status=$?
printf '%s\\n' "$text" | grep -E '^  <capacity |^    <format '
exit $status`;

/** How the keys of the volumes of a pool begin. */
export function volumesOf(pool: string): string {
  return `volume [${JSON.stringify(pool)}`;
}

/** A volume by its pool and name; null where there is none, or its pool is not active. */
export function volumeAt(pool: string, name: string): Probe<VolumeState | null> {
  return {
    key: `${volumesOf(pool)},${JSON.stringify(name)}]`,
    ask: { kind: 'script', script: READ, args: [pool, name] },
    parse: (answers) => {
      const { stdout, stderr } = only(answers);
      return stdout.length > 0 ? existing(stdout.toString()) : missing(stderr.toString().trim());
    },
  };
}

function existing(text: string): VolumeState {
  const capacity = /<capacity unit='bytes'>(\d+)</.exec(text)?.[1];
  if (capacity === undefined) throw new ProbeError(`unexpected answer about a volume: ${text.slice(0, 80)}`);
  const format = /<format type='([^']*)'/.exec(text)?.[1];
  return {
    capacity: Number(capacity),
    ...(format !== undefined && { format }),
  };
}

function missing(said: string): null {
  if (/Storage (volume|pool) not found|is not active/.test(said)) return null;
  throw new ProbeError(said || 'libvirt gave no answer');
}
