import { Vault } from 'ansible-vault';

/** How a text begins that ansible-vault encrypted. */
export const VAULT_HEADER = '$ANSIBLE_VAULT;';

/** Shorter values would hide half of every output. */
const SHORTEST = 4;

/**
 * The passwords of ansible-vault, and what they have opened. There is one of it, because values are opened where they
 * are read, and must be hidden wherever anything is printed.
 */
class VaultKeys {
  #vaults: { id: string; vault: Vault }[] = [];
  readonly #opened = new Map<string, string | undefined>();
  readonly #secrets = new Set<string>();

  /** Replaces the passwords, each with the id of the values that it is for. */
  use(passwords: readonly { id: string; password: string }[]): void {
    this.#vaults = passwords.map(({ id, password }) => ({ id, vault: new Vault({ password }) }));
    this.#opened.clear();
    this.#secrets.clear();
  }

  get isEmpty(): boolean {
    return this.#vaults.length === 0;
  }

  /** Texts that no output may have. */
  get secrets(): readonly string[] {
    return [...this.#secrets];
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

  /** Takes what no output may have. */
  hide(text: string): void {
    for (const one of [text, ...text.split('\n')])
      if (one.trim().length >= SHORTEST) this.#secrets.add(one.trim());
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

/** The text without what is hidden. */
export function withoutSecrets(text: string): string {
  return vaultKeys.secrets
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, secret) => left.replaceAll(secret, '********'), text);
}
