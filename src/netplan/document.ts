import { Address4, Address6 } from 'ip-address';
import { parseDocument } from 'yaml';

/**
 * What is wrong with the file that a template made of a bridge, or undefined: a project's own template may render
 * anything. Whether netplan takes it is for netplan to say, on the host.
 */
export function documentFault(text: string, name: string): string | undefined {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) return error.message;
  if (document.getIn(['network', 'version']) !== 2) return 'It does not say version: 2 below network.';
  if (!document.hasIn(['network', 'bridges', name])) return `It has no network.bridges.${name}.`;
  return undefined;
}

/** An address with its prefix as the kernel writes it: RFC 5952. */
export function canonical(cidr: string): string {
  const [address = '', prefix = ''] = cidr.split('/');
  const written = Address4.isValid(address) ? address : new Address6(address).correctForm();
  return `${written}/${Number(prefix)}`;
}
