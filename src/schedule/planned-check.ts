import type { Timing } from './cron.ts';

/** A scheduled check as the units, lines and jobs that start it need it. */
export interface PlannedCheck extends Timing {
  name: string;
  /** Milliseconds by which its start varies. */
  jitter: number;
  /** Milliseconds after which it is ended. */
  maxDuration: number;
  /** Files that it writes. */
  reports: readonly string[];
  /** The one of them that is JUnit. */
  junit?: string | undefined;
  /** Files with secrets that it reads. */
  secrets: readonly string[];
  /** Environment variables with secrets that it reads. */
  variables: readonly string[];
  /** The file of its history, where schedule.yaml names one. */
  history?: string | undefined;
}

/** Where a check is started. */
export interface Machine {
  /** The words that start Virtfleet. */
  program: readonly string[];
  version: string;
  /** The folder of schedule.yaml, from the root on. */
  folder: string;
  /** The name of schedule.yaml in it. */
  file: string;
  /** For the operator alone, without root. */
  isUser: boolean;
  /** The user that a check runs as; absent for one of its own. */
  runAs?: string | undefined;
  /** The container image with Virtfleet and the project. */
  image?: string | undefined;
}

/** The name of what starts a check, where others have names beside it. */
export function unitName({ name }: Pick<PlannedCheck, 'name'>): string {
  return `virtfleet-${name}`;
}

/** What starts a check: its file, if it belongs into one, and its text. */
export interface FormFile {
  /** From the root on, or from the folder of schedule.yaml; absent of what is only printed. */
  path?: string;
  text: string;
}

/** How a CI job gets Virtfleet: as a file of the repository, since a name of a registry may be somebody else's. */
export function installed(version: string): string {
  return `npm install --global ./virtfleet-${version}.tgz`;
}
