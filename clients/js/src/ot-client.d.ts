// A document as one page has it: the twin of `BuildAmp.OT.Page` in Elm. These are the types for texts; `json-documents.js` uses the same
// with another kind.

import type { Operation } from "./ot.js";

/** An edit as it travels. The rules take each `edit_id` once. */
export interface Edit {
  version: number;
  operation: Operation;
  edit_id: string;
}

/** A document as the state of its room tells it. `edits` has the number of the last edit of each page. */
export interface DocumentSnapshot {
  version: number;
  content: string | null;
  edits?: Readonly<Record<string, number>>;
}

/** What has to be done to the text that is shown, and what is to be sent. */
export interface Received {
  changed: Operation;
  send: Edit | null;
}

/** What the server knows of a document, an edit that is on its way, and what was written since. */
export class DocumentState {
  /** `source` is a name of the page that no other page has. */
  constructor(start: { source: string; version?: number; content?: string });
  /** The server's version. */
  readonly version: number;
  /** The text to show. */
  readonly text: string;
  /** The server's text. */
  readonly base: string;
  /** Whether something is on its way, and whether more waits behind it. */
  readonly name: "synchronized" | "awaiting" | "buffering";
  /** What is on its way, as it is to be sent; also once more, where it is unknown whether it has arrived. */
  readonly outgoing: Edit | null;
  /** Something was written here: an operation on `text`. What is to be sent, if nothing is on its way. */
  edit(operation: Operation): Edit | null;
  /** An edit took effect. `null`: it was heard before. `"missed"`: something between is missing, ask for the room's state. */
  receive(edit: Edit): Received | "missed" | null;
  /** The rules refused what was on its way, for good: it is taken back. */
  refuse(): Received | null;
  /** A whole state, instead of what was missed. */
  restart(state: DocumentSnapshot): Received;
}

/** What can be taken back of what was written here, whatever others have written since. */
export class UndoStack {
  constructor(options?: {
    /** How many steps are kept; 200 unless told otherwise. */
    limit?: number;
    /** What is written with shorter pauses is one step; 800 ms unless told otherwise. */
    pauseMs?: number;
    now?: () => number;
  });
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Something was written here; `inverse` takes it back. */
  record(inverse: Operation): void;
  /** What is written next is a step of its own. */
  pause(): void;
  /** Somebody else has changed the text. */
  transform(operation: Operation): void;
  /** What takes the last step back, for the text as it is now; `null` where there is none. */
  undo(text: string): Operation | null;
  /** What does it again; `null` where there is nothing. */
  redo(text: string): Operation | null;
}
