// Files: one request each, beside the connection.

import { beside, endpoint } from "./address.js";
import { BuildAmpError } from "./error.js";

export async function upload(core, room, file, options = {}) {
  const { name, onProgress, signal } = options;
  const address = addressOf(core, room, name ?? file.name);
  const token = await core.link.token();
  const headers = { "Content-Type": file.type || "application/octet-stream" };
  if (token) headers.Authorization = `Bearer ${token}`;
  const send =
    onProgress && globalThis.XMLHttpRequest ? sendWatched : core.link.fetch;
  const request = { method: "POST", body: file, headers, signal, onProgress };
  let response, answer;
  try {
    response = await send(address.href, request);
    answer = await response.json();
  } catch (error) {
    const code = signal && signal.aborted ? "aborted" : "upload_failed";
    const reason = error instanceof Error ? error.message : String(error);
    throw new BuildAmpError(code, `No upload: ${reason}`, { room });
  }
  if (response.ok) return answer;
  const { code = "upload_failed", error, retry_after_ms } = answer;
  const retryAfterMs = retry_after_ms;
  throw new BuildAmpError(code, String(error), { room, retryAfterMs });
}

function addressOf(core, room, name) {
  const address = beside(endpoint(core.link.options.url), "uploads");
  address.searchParams.set("room", room);
  if (name !== undefined) address.searchParams.set("name", name);
  // What the room was joined with counts for the file, too.
  const { session } = core.link;
  if (session) address.searchParams.set("session", session);
  if (core.userId !== undefined) {
    address.searchParams.set("userId", core.userId);
  }
  return address;
}

/** A request that tells how far it is, which `fetch` can't. */
function sendWatched(url, { method, body, headers, signal, onProgress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = () => reject(new Error("the connection was lost"));
    request.open(method, url);
    for (const name of Object.keys(headers)) {
      request.setRequestHeader(name, headers[name]);
    }
    request.upload.onprogress = ({ loaded, total }) =>
      onProgress(loaded, total);
    request.onerror = request.onabort = request.ontimeout = fail;
    request.onload = () => {
      const ok = request.status >= 200 && request.status < 300;
      resolve({ ok, json: () => JSON.parse(request.responseText) });
    };
    if (signal) {
      if (signal.aborted) return fail();
      signal.addEventListener("abort", () => request.abort(), { once: true });
    }
    request.send(body);
  });
}
