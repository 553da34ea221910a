/** What a task says about the confirmation of a guarded change. */
export interface GuardSettings {
  /** Whether every change of the task is guarded, not only one that may cut the operator off. */
  always: boolean;
  /** Seconds after which the host undoes what nobody confirmed. */
  seconds: number;
  confirm: Confirm;
}

/** What must answer the host before a change counts as good, beside its answer to a new connection. */
export interface Confirm {
  /** The default gateway. */
  gateway: boolean;
  addresses: readonly string[];
  /** TCP ports, as `ADDRESS:PORT`. */
  ports: readonly string[];
}

export const NO_GUARD: GuardSettings = {
  always: false,
  seconds: 120,
  confirm: { gateway: false, addresses: [], ports: [] },
};
