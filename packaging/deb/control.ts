import { DEBIAN_PROCESSOR, EPOCH, manifest } from '../release.ts';

/** The version of the package: that of Virtfleet, and how often it was packed. */
export const DEBIAN_VERSION = `${manifest.version}-1`;

/** Whoever makes the package, as Debian's tools know it: devscripts.conf(5). */
const { DEBFULLNAME = 'Virtfleet', DEBEMAIL = 'virtfleet@example.org' } = process.env;
const MAINTAINER = `${DEBFULLNAME} <${DEBEMAIL}>`;

/** DEBIAN/control: deb-control(5). `depends` is what dpkg-shlibdeps finds, `size` is in KiB. */
export function control(depends: string, size: number): string {
  return `Package: ${manifest.name}
Version: ${DEBIAN_VERSION}
Architecture: ${DEBIAN_PROCESSOR}
Maintainer: ${MAINTAINER}
Installed-Size: ${size}
Depends: ${depends}, openssh-client
Recommends: libnss-systemd, libxml2-utils
Suggests: git
Section: admin
Priority: optional
Description: playbook runner for the networks of hypervisor fleets
 Virtfleet applies, checks and audits libvirt networks on fleets of
 hypervisors: NAT, isolated, routed and bridged networks, the host bridges
 under them, dnsmasq, and the files and services around them.
 .
 It reads the inventories and playbooks of Ansible, works over SSH, and plans
 before it acts. The hypervisors need libvirt and nothing of Virtfleet.
 .
 The program is one executable with a Node.js of its own.
`;
}

/** changelog.Debian; what is new of Virtfleet itself is in the changelog beside it. */
export function debianChangelog(): string {
  const date = new Date(EPOCH * 1000).toUTCString().replace('GMT', '+0000');
  return `${manifest.name} (${DEBIAN_VERSION}) unstable; urgency=medium

  * Virtfleet ${manifest.version}: see changelog.gz.

 -- ${MAINTAINER}  ${date}
`;
}

/** Debian's copyright format 1.0: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/ */
export function copyright(): string {
  return `Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: ${manifest.name}
Comment:
 The executable also has Node.js and packages of npm in it. Their licences are
 in THIRD-PARTY.gz beside this file, with their authors.

Files: *
Copyright: 2026 the authors of Virtfleet
License: Apache-2.0
 On Debian systems the text of the Apache License 2.0 is in
 /usr/share/common-licenses/Apache-2.0.
`;
}
