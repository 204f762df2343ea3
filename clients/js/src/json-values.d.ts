// JSON values and places in them.

import type { JsonValue, Path } from "./ot-json.js";

/** Whether two values are the same; the order of keys is no matter. */
export function same(a: JsonValue, b: JsonValue): boolean;

/** The value at a path; `undefined` where there is none. */
export function get(value: JsonValue, path: Path): JsonValue | undefined;

/** A copy as it travels: without halves of surrogate pairs, and without what JSON leaves out. Throws where a value is none. */
export function plain(value: unknown): JsonValue;
