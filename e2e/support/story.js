// Tests that tell one story: where one fails, those that go on from it are left out instead of failing slowly.

import { test } from "node:test";

/** A `test` of its own for each file. */
export function story() {
  let brokenAt = null;
  return (name, act) =>
    test(name, async (context) => {
      if (brokenAt) return context.skip(`it rests on "${brokenAt}"`);
      brokenAt = name;
      await act();
      brokenAt = null;
    });
}
