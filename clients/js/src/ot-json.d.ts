// Operations on JSON documents: what `BuildAmp.OT.Json` is in Elm, function by function.

import type { Operation } from "./ot.js";

/** What `JSON.parse` gives. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A place in a document: keys of objects and indexes of lists, from the whole to the part. */
export type Path = readonly (string | number)[];

/** One change at one place. */
export type Step =
  | { readonly at: Path; readonly set: JsonValue }
  | { readonly at: Path; readonly unset: true }
  | { readonly at: Path; readonly insert: JsonValue }
  | { readonly at: Path; readonly delete: true }
  | { readonly at: Path; readonly edit: Operation };

/** What is done to a document: steps in their order. */
export interface JsonOperation {
  readonly json: readonly Step[];
}

/** The operation of these steps. Those that are one at the same place become one. */
export function operation(...steps: Step[]): JsonOperation;

/** Checks what has come from elsewhere; throws an `OperationError` that names the wrong step. */
export function read(value: unknown): JsonOperation;

/** Whether it changes nothing. */
export function isNoop(operation: JsonOperation): boolean;

/** Whether two are the same. */
export function equals(a: JsonOperation, b: JsonOperation): boolean;

/** Does it to a document. Throws an `OperationError` that names the step that does not fit. */
export function apply(operation: JsonOperation, document: JsonValue): JsonValue;

/**
 * Two operations on the same document, each as it is after the other: `a` and then `b'` gives what `b` and then `a'` gives. Where both
 * set the same place, the first one's value stays; where both insert at one index, the second one's comes first.
 */
export function transform(
  a: JsonOperation,
  b: JsonOperation,
): [a: JsonOperation, b: JsonOperation];

/** Where a value is afterwards; `null` where it is in an element that was deleted. */
export function transformPath(
  operation: JsonOperation,
  path: Path,
): Path | null;

/** One operation for two, of which the second is on the document that comes of the first. */
export function compose(
  first: JsonOperation,
  second: JsonOperation,
): JsonOperation;

/** What takes an operation back that is done to this document. */
export function invert(
  operation: JsonOperation,
  document: JsonValue,
): JsonOperation;

/** The operation that makes one document of another. */
export function diff(before: JsonValue, after: JsonValue): JsonOperation;
