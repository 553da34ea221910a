import { libvirtAdvice } from './libvirt-advice.ts';

/** What the host said, with what to do about it where root may do what the login user may not. */
export function withAdvice(said: string, { become }: { become: boolean }): string {
  if (become || !isDenied(said)) return libvirtAdvice(said);
  return `${said}\nRoot may do this: run again with -b, or set become: true on the task or play.`;
}

/** Whether the host refused because of who asks. */
export function isDenied(said: string): boolean {
  return /permission denied|authentication (unavailable|failed)/i.test(said);
}
