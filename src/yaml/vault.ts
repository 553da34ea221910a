import { Vault } from 'ansible-vault';
import { hiddenTexts } from '../hidden-texts.ts';

/** How a text begins that ansible-vault encrypted. */
export const VAULT_HEADER = '$ANSIBLE_VAULT;';

/** The passwords of ansible-vault, and what they have opened. */
class VaultKeys {
  #vaults: { id: string; vault: Vault }[] = [];
  readonly #opened = new Map<string, string | undefined>();

  /** Replaces the passwords and forgets what was hidden. Each comes with the id of the values that it is for. */
  use(passwords: readonly { id: string; password: string }[]): void {
    this.#vaults = passwords.map(({ id, password }) => ({ id, vault: new Vault({ password }) }));
    this.#opened.clear();
    hiddenTexts.clear();
  }

  get isEmpty(): boolean {
    return this.#vaults.length === 0;
  }

  /** The text that was encrypted, or undefined where no password fits. A password of the same id is tried first. */
  open(encrypted: string): string | undefined {
    if (this.#opened.has(encrypted)) return this.#opened.get(encrypted);
    const id = encrypted.split('\n')[0]?.split(';')[3]?.trim();
    const own = this.#vaults.filter((one) => one.id === id);
    const others = this.#vaults.filter((one) => one.id !== id);
    const text = [...own, ...others].reduce<string | undefined>(
      (found, { vault }) => found ?? tried(vault, encrypted),
      undefined,
    );
    this.#opened.set(encrypted, text);
    return text;
  }
}

/** Those of this process. */
export const vaultKeys = new VaultKeys();

function tried(vault: Vault, encrypted: string): string | undefined {
  try {
    return vault.decryptSync(encrypted.trim(), undefined);
  } catch {
    return undefined;
  }
}
