// What the page asks the server, and what it says where that goes wrong.

export const API = "/_buildamp/api/";

const trouble = document.getElementById("trouble");

/** Whether the server lets this page in no more: it is loaded again by who may. */
export const session = { isOver: false };

/** What was already said, with the words of the server where it has some. */
class Refused extends Error {}

/** For what was said already. */
export function ignore(error) {
  // Anything else is a mistake of this page.
  if (!(error instanceof Refused)) console.error(error);
}

/** Asks the server; says where it can't be asked, and that it can again. */
export async function ask(path, query = {}, method = "GET") {
  const given = Object.entries(query).filter(([, value]) => value !== null);
  const url = `${API}${path}?${new URLSearchParams(given)}`;
  let response;
  try {
    response = await fetch(url, { method, cache: "no-store" });
  } catch {
    say("The server does not answer. It is asked again every few seconds.");
    throw new Refused();
  }
  if (response.status === 401 || response.status === 429) {
    session.isOver = true;
    say("The password is not known any more. Load the page again to give it.");
    throw new Refused();
  }
  const type = response.headers.get("content-type") ?? "";
  const body = type.includes("json") ? await response.json() : null;
  if (!response.ok) {
    const text = body?.error ?? (await response.text().catch(() => ""));
    if (response.status !== 404) say(`The server says: ${text}`);
    throw new Refused(text);
  }
  say(null);
  return body;
}

function say(text) {
  trouble.hidden = !text;
  if (trouble.textContent !== (text ?? "")) trouble.textContent = text ?? "";
}
