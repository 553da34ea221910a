import type { Action, Impact } from '../../plan/change.ts';
import type { Step } from '../../plan/step.ts';
import type { GuestState } from './guest-state.ts';
import type { DesiredNic } from './nic.ts';
import type { Stop } from './shutdown.ts';
import type { Installation } from './virt-install.ts';

/** A guest as a task describes it. */
export interface DesiredGuest {
  name: string;
  state: 'running' | 'paused' | 'stopped' | 'absent';
  autostart?: boolean;
  /** MiB. */
  memory?: number;
  vcpus?: number;
  /** What is written of its interfaces; absent where nothing is. */
  interfaces?: readonly DesiredNic[];
  /** Addresses of interfaces that other tasks describe. */
  others: ReadonlySet<string>;
  stop: Stop;
  removeDisks: boolean;
  /** How it is created where it is not there; nobody can without knowing its memory. */
  install?: Installation;
}

/** A guest that is there. */
export type Existing = GuestState & { exists: true };

/** One difference: the steps that close it, and the guest afterwards. */
export interface GuestDifference {
  action: Action;
  /** Empty for the guest as a whole. */
  what: string;
  before: string | null;
  after: string | null;
  impact: Impact;
  steps: readonly Step[];
  next: GuestState;
}

/** The step that has virsh do something with a guest. */
export function virsh(command: string, name: string, ...more: string[]): Step {
  return { do: 'virsh', argv: [command, '--domain', name, ...more] };
}
