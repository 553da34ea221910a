/** Gives each task of a playbook a name of its own. */
export class TaskIds {
  readonly #taken = new Map<string, number>();

  take(name: string): string {
    const count = (this.#taken.get(name) ?? 0) + 1;
    this.#taken.set(name, count);
    return count === 1 ? name : `${name} #${count}`;
  }
}
