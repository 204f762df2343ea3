// Shows the errors of an app under development over its page, faults of its rules in a strip at the foot, and loads the page again when its
// files change.
const events = new EventSource("/_buildamp/dev");
let panel = null;
let strip = null;

const FONT = "font:14px/1.5 ui-monospace,monospace;z-index:2147483647;";

events.addEventListener("errors", ({ data }) => {
  panel ??= document.body.appendChild(document.createElement("pre"));
  panel.setAttribute("role", "alert");
  panel.style.cssText =
    FONT +
    "position:fixed;inset:0;margin:0;padding:2rem;overflow:auto;" +
    "background:#1b1b1f;color:#f4f4f5;white-space:pre-wrap";
  const button = buttonFor("Hide (Escape)", hidePanel);
  button.style.cssText += ";display:block;margin-top:2rem;padding:.5rem 1rem";
  panel.replaceChildren(data, button);
});
events.addEventListener("fault", ({ data }) => {
  strip ??= document.body.appendChild(document.createElement("aside"));
  strip.setAttribute("role", "status");
  // As small as it can be, whatever the page says of such elements.
  strip.style.cssText =
    "all:initial;" +
    FONT +
    "position:fixed;left:0;bottom:0;box-sizing:border-box;width:max-content;max-width:100%;max-height:6rem;overflow:auto;" +
    "display:flex;gap:1rem;align-items:start;padding:.25rem .5rem;background:#7f1d1d;color:#fff";
  const text = document.createElement("span");
  text.style.cssText = "overflow-wrap:anywhere";
  text.textContent = data;
  const button = buttonFor("Close", hideStrip);
  button.style.cssText = `all:revert;${button.style.cssText};padding:0 .5rem`;
  strip.replaceChildren(text, button);
});

function buttonFor(text, onclick) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.style.cssText =
    "border:1px solid;border-radius:.25rem;background:none;color:inherit;font:inherit;cursor:pointer";
  button.onclick = onclick;
  return button;
}
function hidePanel() {
  panel?.remove();
  panel = null;
}
function hideStrip() {
  strip?.remove();
  strip = null;
}
function hide() {
  hidePanel();
  hideStrip();
}
events.addEventListener("fine", hide);
addEventListener("keydown", ({ key }) => key === "Escape" && hide());
events.addEventListener("reload", () => location.reload());
