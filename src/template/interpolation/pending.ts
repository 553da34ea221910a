/** Thrown when something is asked for that depends on what is not known yet: no problem, but a reason to wait. */
export class PendingError extends Error {
  override name = 'PendingError';
  /** The names to wait for. */
  readonly names: readonly string[];

  constructor(names: readonly string[]) {
    super(`not known yet: ${names.join(', ')}`);
    this.names = names;
  }
}
