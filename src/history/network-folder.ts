/** The magic numbers of statfs(2) of file systems that other machines write to. */
const SHARED: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x01161970, 'GFS2'],
  [0x7461636f, 'OCFS2'],
]);

/**
 * The name of a network file system by its type in statfs(2). SQLite's write-ahead log needs memory that all its
 * readers share, and locks that hold: https://www.sqlite.org/wal.html
 */
export function networkFileSystem(type: number): string | undefined {
  return SHARED.get(type >>> 0);
}
