// Why the server refuses a connection: browsers don't tell the status of an upgrade that was refused.

import { beside } from "./address.js";
import { BuildAmpError } from "./error.js";

/**
 * Asks the server what it says to this token; `null` where it is none of the token's fault, or can't be told. A post
 * for a stream that nobody has is held against the token first, and opens nothing.
 */
export async function askWhy(base, token, fetch, signal) {
  const address = beside(base, "sse");
  if (token) address.searchParams.set("token", token);
  try {
    const request = { method: "POST", signal };
    return await refusalOf(await fetch(address.href, request));
  } catch {
    return null;
  }
}

/** What an answer says of who may connect: `isFinal` where the same token would be refused again. */
export async function refusalOf(response) {
  const { status } = response;
  if (status !== 401 && status !== 403) return null;
  const said = await response.text().catch(() => "");
  const { error, retry_after_ms } = read(said);
  const message = String(error ?? (said.trim() || `status ${status}`));
  const retryAfterMs = retry_after_ms;
  return {
    error: new BuildAmpError("unauthorized", message, { retryAfterMs }),
    // What a proxy or a wall forbids may be another's fault, and pass.
    isFinal: status === 401 && retryAfterMs === undefined,
  };
}

function read(said) {
  try {
    return JSON.parse(said) ?? {};
  } catch {
    return {};
  }
}
