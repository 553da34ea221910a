/** Something that is broken on a host of the stage, by hand. */
export interface Fault {
  name: string;
  /** Shell text for root on the host, with the functions of `stage.sh`. */
  inject: string;
  /** The id of the cause that the doctor names first. */
  cause: string;
  /** Whether `--fix` mends it. */
  mends?: true;
  /** What is asked about, where that is not the whole host: `HOST/web`. */
  about?: string;
  /** Nothing else can be seen beside it. */
  hides?: true;
  /** What it has to do with: two that have to do with other things are a pair. */
  part: 'host' | 'start' | 'running' | 'names' | 'leases' | 'guest' | 'bridge';
}
