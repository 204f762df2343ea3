// The pieces, drawn once for the whole page as symbols of an SVG.
//
// White and black differ in their colours alone, which the style sheet gives.

const BASE = `<rect x="24" y="77" width="52" height="10" rx="4"/>`;
const CROWN_FOOT = `<path d="M29 63H71L68 71H32Z"/><path d="M32 71H68C68 74 70 76 73 78H27C30 76 32 74 32 71Z"/>`;

const DRAWINGS = {
  p: `<path d="M43 50C43 61 38 69 30 77H70C62 69 57 61 57 50Z"/>
      <rect x="36" y="45" width="28" height="7" rx="3.5"/>
      <circle cx="50" cy="33" r="13"/>${BASE}`,
  r: `<path d="M35 43H65L68 70H32Z"/>
      <path d="M27 19H38V27H45V19H55V27H62V19H73V36L65 43H35L27 36Z"/>
      <path d="M32 70H68L73 77H27Z"/>${BASE}`,
  n: `<path d="M36 77C36 66 46 61 49 51C45 53 41 53 37 57C34 60 31 64 26 62C21 60 18 56 20 51C22 46 28 41 31 34C33 29 36 26 40 24L38 13L49 20C66 21 77 34 78 53C78 63 75 70 72 77Z"/>
      ${BASE}
      <path class="line" d="M55 27C66 33 70 45 67 62"/>
      <path class="line" d="M49 51C54 48 56 44 56 40"/>
      <circle class="dot" cx="41" cy="35" r="2.6"/><circle class="dot" cx="26" cy="53" r="1.8"/>`,
  b: `<path d="M43 65C42 71 38 74 30 77H70C62 74 58 71 57 65Z"/>
      <path d="M50 21C61 29 68 38 68 47C68 54 63 58 58 60H42C37 58 32 54 32 47C32 38 39 29 50 21Z"/>
      <rect x="37" y="59" width="26" height="7" rx="3.5"/>
      <circle cx="50" cy="17" r="5.5"/>${BASE}
      <path class="line" d="M56 31L47 45"/>`,
  q: `<path d="M29 63L19 33L35 49L36 25L46 46L50 21L54 46L64 25L65 49L81 33L71 63Z"/>
      ${CROWN_FOOT}${BASE}
      <circle cx="18" cy="30" r="4.5"/><circle cx="35.500" cy="22" r="4.5"/><circle cx="50" cy="17.500" r="4.5"/>
      <circle cx="64.500" cy="22" r="4.5"/><circle cx="82" cy="30" r="4.5"/>`,
  k: `<path d="M47 8H53V14H59V20H53V30H47V20H41V14H47Z"/>
      <path d="M50 37C52 28 62 26 71 31C80 37 79 51 71 63H29C21 51 20 37 29 31C38 26 48 28 50 37Z"/>
      ${CROWN_FOOT}${BASE}
      <path class="line" d="M50 37V56"/>`,
};

/** Puts the symbols into the page. */
export function drawSymbols() {
  const symbols = Object.entries(DRAWINGS).map(
    ([kind, drawing]) =>
      `<symbol id="piece-${kind}" viewBox="6 4 88 88">${drawing}</symbol>`,
  );
  const holder = document.createElement("div");
  holder.hidden = true;
  holder.innerHTML = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
  document.body.prepend(holder);
}

/** A piece by its letter, capitals for White. */
export function drawPiece(piece) {
  const kind = piece.toLowerCase();
  const colour = piece === kind ? "black" : "white";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `figure ${colour}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#piece-${kind}`);
  svg.append(use);
  return svg;
}
