// Shows the errors of an app under development over its page, and loads the page again when its files change.
const events = new EventSource("/_buildamp/dev");
let panel = null;

events.addEventListener("errors", ({ data }) => {
  panel ??= document.body.appendChild(document.createElement("pre"));
  panel.setAttribute("role", "alert");
  panel.style.cssText =
    "position:fixed;inset:0;margin:0;padding:2rem;overflow:auto;z-index:2147483647;" +
    "background:#1b1b1f;color:#f4f4f5;font:14px/1.5 ui-monospace,monospace;white-space:pre-wrap";
  const button = document.createElement("button");
  button.textContent = "Hide (Escape)";
  button.style.cssText =
    "display:block;margin-top:2rem;padding:.5rem 1rem;border:1px solid;border-radius:.25rem;" +
    "background:none;color:inherit;font:inherit;cursor:pointer";
  button.onclick = hide;
  panel.replaceChildren(data, button);
});
const hide = () => {
  panel?.remove();
  panel = null;
};
events.addEventListener("fine", hide);
addEventListener("keydown", ({ key }) => key === "Escape" && hide());
events.addEventListener("reload", () => location.reload());
