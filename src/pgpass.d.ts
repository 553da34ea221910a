declare module 'pgpass/lib/helper.js' {
  import type { Readable } from 'node:stream';

  const helper: {
    /** The path of ~/.pgpass, or PGPASSFILE. */
    getFileName(): string;
    /** The password of a database in the lines of such a file; undefined where none fits. */
    getPassword(
      database: { host: string; port: number; database: string; user: string },
      lines: Readable,
      found: (password: string | undefined) => void,
    ): void;
  };
  export default helper;
}
