/** Which addresses may be asked: http or https, on a host of the list, and nothing hidden in them. */

/** How an entry of the list is written: as `host` of an address is, in lower case. */
export const HOST = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$/;

/** What an address may be. */
export interface Permission {
  /** `name` is the scheme's own port, others are `name:port`. */
  readonly hosts: readonly string[];
  /** The address that pointed here: relative ones begin there, and https stays https. */
  readonly from?: URL | undefined;
}

/** The address, or in words why it may not be asked. */
export function permitted(address: string, { hosts, from }: Permission): URL | string {
  if (!URL.canParse(address, from?.href)) return `"${address}" is no address`;
  const url = new URL(address, from?.href);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return `only http and https are asked, not ${url.protocol}`;
  }
  if (from?.protocol === "https:" && url.protocol === "http:") {
    return "https pointed to http, which is not followed";
  }
  if (url.username !== "" || url.password !== "") return "an address has no user and no password";
  if (hosts.includes(url.host)) return url;
  const known = hosts.length === 0 ? "the list is empty" : `it has ${hosts.join(", ")}`;
  return `${url.host} is not on the list of hosts: ${known}`;
}

/** An address as logs may show it: what stands behind "?" can be a secret. */
export function shown({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}
