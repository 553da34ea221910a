/**
 * The files of the operator's machine that a run reads: playbooks, inventories, roles, templates, variables. There is
 * one list of them, because they are read in many places; it is kept only where somebody wants it.
 */
class ReadFiles {
  #files: Map<string, Buffer> | undefined;

  /** From now on what is read is kept. */
  keep(): void {
    this.#files ??= new Map();
  }

  /** Takes what was read: an absolute path, or what a program is that printed it. */
  note(name: string, bytes: Buffer): void {
    this.#files?.set(name, bytes);
  }

  /** What was read since then. */
  get all(): ReadonlyMap<string, Buffer> {
    return this.#files ?? new Map();
  }

  clear(): void {
    this.#files = undefined;
  }
}

/** Those of this process. */
export const readFiles = new ReadFiles();
