import { scrypt } from 'node:crypto';
import { Vault } from 'ansible-vault';
import { hiddenTexts } from '../hidden-texts.ts';

/** How a text begins that ansible-vault encrypted. */
export const VAULT_HEADER = '$ANSIBLE_VAULT;';

/** Of scrypt (RFC 7914): a guess costs 64 MiB and a tenth of a second. */
const COST = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };

/** The passwords of ansible-vault, and what they have opened. */
class VaultKeys {
  #passwords: readonly string[] = [];
  #vaults: { id: string; vault: Vault }[] = [];
  readonly #opened = new Map<string, string | undefined>();

  /** Replaces the passwords and forgets what was hidden. Each comes with the id of the values that it is for. */
  use(passwords: readonly { id: string; password: string }[]): void {
    this.#passwords = passwords.map(({ password }) => password);
    this.#vaults = passwords.map(({ id, password }) => ({ id, vault: new Vault({ password }) }));
    this.#opened.clear();
    hiddenTexts.clear();
  }

  get isEmpty(): boolean {
    return this.#vaults.length === 0;
  }

  /** A key that only who has all passwords can make, slowly; undefined where there is none. `salt` is hexadecimal. */
  derive(salt: string): Promise<Buffer> | undefined {
    if (this.isEmpty) return undefined;
    const secret = JSON.stringify([...new Set(this.#passwords)].sort());
    return new Promise((resolve, reject) => {
      scrypt(secret, Buffer.from(salt, 'hex'), 32, COST, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
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
