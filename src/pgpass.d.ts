declare module 'pgpass' {
  /** Reads the password of a database from ~/.pgpass or PGPASSFILE; undefined where no line fits. */
  export default function pgpass(
    database: { host: string; port: number; database: string; user: string },
    found: (password: string | undefined) => void,
  ): void;
}

declare module 'pgpass/lib/helper.js' {
  const helper: { /** The path of ~/.pgpass, or PGPASSFILE. */ getFileName(): string };
  export default helper;
}
