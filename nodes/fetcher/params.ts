/** Parameters of the fetcher node, each with its range and default. */
import { z } from "zod";
import { HOST, permitted } from "./permit.ts";

/** Parameters of the node `fetcher`. */
export const fetcherParams = z.object({
  url: z.string().default("").describe(
    "What is fetched, http or https; {stamp} in it becomes the stamp in seconds, with nine " +
      "decimals; empty: nothing",
  ),
  hosts: z.array(z.string().regex(HOST, "expected a host such as example.org or 10.0.0.7:8080"))
    .default([]).describe(
      "The only hosts that are asked, redirects included: name, or name:port where the port is not " +
        "the scheme's own; lower case",
    ),
  period_s: z.number().min(0.1).max(86400).default(60).describe("From one fetch to the next"),
  timeout_ms: z.number().min(1).max(600_000).default(5000).describe(
    "An attempt ends after this, redirects and body included",
  ),
  retries: z.int().min(0).max(10).default(3).describe("Attempts after the first that failed"),
  backoff_ms: z.number().min(1).max(60_000).default(500).describe(
    "Wait before the first retry; it doubles with each, and a random part of up to a half is left " +
      "out",
  ),
  backoff_max_ms: z.number().min(1).max(600_000).default(30_000).describe("The longest wait"),
  body_bytes_max: z.int().min(1).max(64 << 20).default(1 << 20).describe(
    "A longer body is refused and not read to its end",
  ),
  redirects_max: z.int().min(0).max(20).default(3).describe("Redirects that are followed in a row"),
  seed: z.int().default(1).describe(
    "Of the random part of waits: give each robot its own, so that they don't come back together",
  ),
}).superRefine(({ url, hosts }, context) => {
  if (url === "") return;
  const found = permitted(addressAt(url, { sec: 0, nanosec: 0 }), { hosts });
  if (typeof found === "string") {
    context.addIssue({ code: "custom", path: ["url"], message: found });
  }
});

/** As the node gets them. */
export type FetcherParams = z.output<typeof fetcherParams>;

/** The address for a stamp: `{stamp}` is filled in. */
export function addressAt(url: string, stamp: { sec: number; nanosec: number }): string {
  const text = `${stamp.sec}.${String(stamp.nanosec).padStart(9, "0")}`;
  return url.replaceAll("{stamp}", text);
}
