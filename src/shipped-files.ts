/**
 * Files that are inside of the program itself, where that is a single executable: their paths begin with its own.
 * There is one list of them, because files are read in many places.
 */
class ShippedFiles {
  readonly #files = new Map<string, Buffer>();

  add(path: string, bytes: Buffer): void {
    this.#files.set(path, bytes);
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** Undefined for a path that is on a disk, or nowhere. */
  bytes(path: string): Buffer | undefined {
    return this.#files.get(path);
  }

  clear(): void {
    this.#files.clear();
  }
}

/** Those of this process. */
export const shippedFiles = new ShippedFiles();
