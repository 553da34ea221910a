import type { Unreachable } from '../unreachable.ts';
import { judge, lookupNames, typesOnFile, type Verdict } from './host-key.ts';
import { hostKeyRefusal } from './host-key-refusal.ts';
import type { KnownHostsFiles } from './known-hosts-files.ts';
import type { SshSettings } from './ssh-settings.ts';

/** Verifies the identity of a host while the connection is made. */
export interface Trust {
  /** The key types on file. They are requested first: a host that is known by another type would seem changed. */
  readonly types: readonly string[];
  accepts(key: Buffer): boolean;
  /** Why the key was refused; undefined if none was. */
  refusal(): Unreachable | undefined;
  /** Writes a new key that was accepted to the user's known_hosts. */
  keep(): Promise<void>;
}

/** `acceptNew`: trust a host that is in no file. A changed or revoked key is never trusted. */
export async function trustOf(
  settings: SshSettings,
  files: KnownHostsFiles,
  acceptNew: boolean,
): Promise<Trust> {
  const lines = await files.read(settings.knownHostsFiles);
  const names = lookupNames(settings.hostname, settings.port, settings.hostKeyAlias);
  const file = settings.newHostsFile;
  let shown: { key: Buffer; verdict: Verdict; accepted: boolean } | undefined;
  return {
    types: typesOnFile(lines, names),
    accepts(key) {
      const verdict = judge(lines, names, key);
      const accepted = verdict.kind === 'known' || (verdict.kind === 'unknown' && acceptNew);
      shown = { key, verdict, accepted };
      return accepted;
    },
    refusal() {
      if (!shown || shown.accepted || shown.verdict.kind === 'known') return undefined;
      return hostKeyRefusal(shown.verdict, names[0], shown.key, file);
    },
    async keep() {
      if (shown?.verdict.kind !== 'unknown' || !shown.accepted || !file) return;
      await files.add(file, names[0], shown.key, settings.hashKnownHosts);
    },
  };
}
