// Operations on a text: what `BuildAmp.OT` is in Elm, function by function.

/**
 * What is done to a text, from its start to its end: a positive number keeps so many UTF-16 units, a text is inserted, a negative
 * number deletes so many units. `[3, "x", -1, 2]`.
 */
export type Operation = readonly (number | string)[];

/** What is wrong with an operation, or with two that don't belong to one text. */
export class OperationError extends Error {}

/** Builds an operation part by part. What would do nothing is left out, and neighbours of one kind become one. */
export class Builder {
  retain(count: number): this;
  insert(text: string): this;
  delete(count: number): this;
  done(): Operation;
}

/** In a text of `length` units: at an index delete so many, and insert a text there. */
export function splice(
  length: number,
  edit: { at: number; delete?: number; insert?: string },
): Operation;

/** Checks what has come from elsewhere; throws an `OperationError` that names the wrong part. */
export function read(value: unknown): Operation;

/** How many units the text has that the operation is for. */
export function baseLength(operation: Operation): number;

/** How many units the text has that comes of it. */
export function targetLength(operation: Operation): number;

/** Whether it changes nothing. */
export function isNoop(operation: Operation): boolean;

/** Whether two are the same. */
export function equals(a: Operation, b: Operation): boolean;

/** Does it to a text. Throws an `OperationError` where the text has another length, as do the others below. */
export function apply(operation: Operation, text: string): string;

/**
 * Two operations on the same text, each as it is after the other: `a` and then `b'` gives what `b` and then `a'` gives. Where both
 * insert at one place, the first one's text comes first.
 */
export function transform(
  a: Operation,
  b: Operation,
): [a: Operation, b: Operation];

/** One operation for two, of which the second is on the text that comes of the first. */
export function compose(first: Operation, second: Operation): Operation;

/** What takes an operation back that is done to `text`. */
export function invert(operation: Operation, text: string): Operation;

/** Where an index is after somebody else's operation. What they insert right there comes behind it. */
export function transformIndex(operation: Operation, index: number): number;

/** Where an index is after an operation of one's own: behind what was inserted there. */
export function transformOwnIndex(operation: Operation, index: number): number;

/** Both ends of a selection after somebody else's operation. */
export function transformRange(
  operation: Operation,
  range: { start: number; end: number },
): { start: number; end: number };

/** The operation that makes one text of another, by one change in the middle. It parts no surrogate pair. */
export function diff(before: string, after: string): Operation;

/** The same text with U+FFFD in place of halves of surrogate pairs, which can't travel. */
export function wellFormed(text: string): string;
