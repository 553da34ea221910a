/** Something that netplan or the kernel would refuse; `at` is the path to the argument. */
export interface Fault {
  code: string;
  summary: string;
  detail: string;
  at: (string | number)[];
  hint: string;
}
