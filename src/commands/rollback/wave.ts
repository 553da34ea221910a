/** A wave behind which a rollout stopped. */
export interface StoppedWave {
  /** The id of the run. */
  run: string;
  hosts: readonly string[];
}
