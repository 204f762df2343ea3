// A JSON document that several people write at once, in a room of a client, and texts inside of it.

import type { DocumentClient, DocumentOptions, Change } from "./documents.js";
import type { JsonOperation, JsonValue, Path } from "./ot-json.js";
import type { Operation } from "./ot.js";

export interface JsonChange {
  operation: JsonOperation;
  /** `here`: by a method of the session. `refused`: an edit is taken back that the rules refused. */
  origin: "open" | "here" | "there" | "undo" | "refused";
  /** The document afterwards. */
  content: JsonValue;
}

export interface JsonEvents {
  /** The document has come, for the first time. */
  open: JsonSession;
  change: JsonChange;
  /** Whether the server has all that was written here. */
  saved: boolean;
  /** The rules refused an edit; it is taken back. */
  refused: { error: Error; operation: JsonOperation };
  /** What came is no document. */
  error: Error;
}

/** A text inside of a document; `bindTextarea` joins a field to it. */
export interface TextPlace {
  readonly text: string;
  /** Where it is now; `null` once its element was deleted. */
  readonly path: Path | null;
  readonly isThere: boolean;
  /** Something was written: an operation on `text`. */
  edit(operation: Operation): void;
  /** The text is another one now. */
  setText(text: string): void;
  /** Take back and do again what was written on this page, wherever in the document. */
  undo(): void;
  redo(): void;
  sendCaret(caret: { anchor: number; head: number }): void;
  /** Returns a function that ends it. */
  on(event: "change", handler: (change: Change) => void): () => void;
  /** Follows the document no more. */
  close(): void;
}

/** A document that is open. Without a connection it goes on; what was written is sent once the client is back. */
export interface JsonSession {
  /** Once it has come; rejected where the room is refused. */
  readonly ready: Promise<JsonSession>;
  /** The document to show: an object or a list, `{}` before there is one. */
  readonly content: JsonValue;
  /** The server's version that it rests on. */
  readonly version: number;
  readonly isSaved: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The value at a path; `undefined` where there is none. */
  get(path: Path): JsonValue | undefined;
  /** Puts a value under a key, in the place of an element, or as the whole document. */
  set(path: Path, value: unknown): void;
  /** Removes a key. */
  unset(path: Path): void;
  /** Puts an element before an index, or behind the last one. */
  insert(path: Path, value: unknown): void;
  /** Removes an element. */
  delete(path: Path): void;
  /** Does an operation to the text at a path. */
  editText(path: Path, edit: Operation): void;
  /** Several steps at once, which take effect together. */
  edit(operation: JsonOperation): void;
  /** The document is another one now: what differs is written. */
  setContent(content: unknown): void;
  /** The text at a path, for a field. It stays with its element when others insert and delete before it. */
  textAt(path: Path): TextPlace;
  undo(): void;
  redo(): void;
  /** Returns a function that ends it. */
  on<E extends keyof JsonEvents>(
    event: E,
    handler: (value: JsonEvents[E]) => void,
  ): () => void;
  /** Leaves the room. What is not saved by then may be lost. */
  close(): void;
}

/** Joins the document's room and keeps the document up to date. What does not fit the document throws an `OperationError`. */
export function openJsonDocument(
  client: DocumentClient,
  options: Omit<DocumentOptions, "caret" | "sendCaret">,
): JsonSession;
