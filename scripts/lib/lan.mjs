import { networkInterfaces } from 'node:os';

const VIRTUAL =
  /^(?:docker|br-|veth|virbr|vmnet|vboxnet|vnic|utun|tun|tap|wg|tailscale|zt|cni|flannel|kube|vEthernet|VMware|VirtualBox)/i;
const WIRELESS_OR_WIRED = /^(?:wl|wlan|en|eth|Wi-Fi|Ethernet|WLAN|以太网)/i;

/** @param {string} address @returns {number} smaller is likelier to be the network a phone is in */
function rangeRank(address) {
  if (address.startsWith('192.168.')) return 0;
  if (address.startsWith('10.')) return 1;
  if (/^172\.(?:1[6-9]|2\d|3[01])\./.test(address)) return 2;
  return 3;
}

/** @param {string} name */
const nameRank = (name) => (VIRTUAL.test(name) ? 2 : WIRELESS_OR_WIRED.test(name) ? 0 : 1);

/**
 * The IPv4 addresses under which a phone in the same network may reach this machine, likeliest first: real
 * interfaces before virtual ones, home networks before others.
 *
 * @param {NodeJS.Dict<Array<{ address: string, family: string | number, internal: boolean }>>} [interfaces]
 * @returns {string[]}
 */
export function lanAddresses(interfaces = networkInterfaces()) {
  return Object.entries(interfaces)
    .flatMap(([name, list]) => (list ?? []).map((entry) => ({ name, ...entry })))
    .filter(({ family, internal }) => (family === 'IPv4' || family === 4) && !internal)
    .filter(({ address }) => !address.startsWith('169.254.'))
    .sort((a, b) => nameRank(a.name) - nameRank(b.name) || rangeRank(a.address) - rangeRank(b.address))
    .map(({ address }) => address);
}
