// A document that several people write at once, in a room of a client, and a field that shows it.

import type { Operation } from "./ot.js";

/** What a session needs of a client; every generated `Client` has it. */
export interface DocumentClient {
  readonly state: { name: string; userId?: string };
  join(room: string): Promise<unknown>;
  leave(room: string): void;
  send(room: string, type: any, message: any): Promise<unknown>;
  on(room: string, type: any, handler: (message: any) => void): () => void;
  onRoomState(room: string, handler: (event: any) => void): () => void;
  onAny(handler: (event: any) => void): () => void;
}

export interface DocumentOptions {
  /** The room; `document:` and the document's name unless told otherwise. */
  room?: string;
  /** The document; what follows the first colon of the room unless told otherwise. */
  document?: string;
  /** The message of an edit, with `document_id`, `version`, `operation` and `edit_id`; `LiveEdit` unless told otherwise. */
  edit?: string;
  /** The message that tells all, the sender too, that an edit took effect; `DocumentUpdate` unless told otherwise. */
  update?: string;
  /** The message that tells others where somebody's caret is. Without it there are no carets. */
  caret?: string;
  /** The message by which this page tells where its caret is; the same as `caret` unless told otherwise. */
  sendCaret?: string;
  /** Further fields of each edit. */
  extra?: Readonly<Record<string, unknown>>;
}

/** Where somebody's caret is in the text that is shown; a selection has its two ends at different places. */
export interface Caret {
  user: string;
  anchor: number;
  head: number;
}

/** A text was changed. */
export interface Change {
  operation: Operation;
  /** `here`: by `edit` or `setText`. `refused`: an edit is taken back that the rules refused. */
  origin: "open" | "here" | "there" | "undo" | "refused";
  /** The text afterwards. */
  text: string;
}

export interface DocumentEvents {
  /** The document has come, for the first time. */
  open: DocumentSession;
  change: Change;
  /** Whether the server has all that was written here. */
  saved: boolean;
  /** The rules refused an edit; it is taken back. */
  refused: { error: Error; operation: Operation };
  carets: ReadonlyMap<string, Caret>;
  /** What came is no document. */
  error: Error;
}

/** A document that is open. Without a connection it goes on; what was written is sent once the client is back. */
export interface DocumentSession {
  /** Once it has come; rejected where the room is refused. */
  readonly ready: Promise<DocumentSession>;
  /** The text to show. */
  readonly text: string;
  /** How many UTF-16 units it has. */
  readonly length: number;
  /** The server's version that it rests on. */
  readonly version: number;
  readonly isSaved: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Others' carets, by page. */
  readonly carets: ReadonlyMap<string, Caret>;
  /** Something was written: an operation on `text`. */
  edit(operation: Operation): void;
  /** The text is another one now. */
  setText(text: string): void;
  undo(): void;
  redo(): void;
  /** Tells the others where this page's caret is. */
  sendCaret(caret: { anchor: number; head: number }): void;
  /** Returns a function that ends it. */
  on<E extends keyof DocumentEvents>(
    event: E,
    handler: (value: DocumentEvents[E]) => void,
  ): () => void;
  /** Leaves the room. What is not saved by then may be lost. */
  close(): void;
}

/** A `<textarea>`, or an `<input>` of text. */
export interface TextField {
  value: string;
  selectionStart: number | null;
  selectionEnd: number | null;
  selectionDirection: any;
  scrollTop: number;
  setSelectionRange(start: number, end: number, direction?: any): void;
  addEventListener(type: string, listener: any): void;
  removeEventListener(type: string, listener: any): void;
}

/** What a field needs of a text: a session has it, and a text inside of a JSON document. */
export interface FieldText {
  readonly text: string;
  edit(operation: Operation): void;
  setText(text: string): void;
  undo(): void;
  redo(): void;
  sendCaret(caret: { anchor: number; head: number }): void;
  on(event: "change", handler: (change: Change) => void): () => void;
}

/** Joins the document's room and keeps the document up to date. */
export function openDocument(
  client: DocumentClient,
  options: DocumentOptions,
): DocumentSession;

/**
 * Joins a field to a document: what is typed becomes edits, what others write is shown, the caret stays where it was, undo and redo take
 * back what was written here alone. Returns a function that parts them again.
 */
export function bindTextarea(session: FieldText, field: TextField): () => void;
