// What a suite needs to visit the site: from before its first test until after its last.
import { after, before } from "node:test";
import { launch } from "./browser.mjs";
import { serve } from "./server.mjs";
import { SITE } from "./site.mjs";

/** The browser and the server of a suite, which are there once its tests run. */
export function visit() {
  const here = { browser: undefined, server: undefined };
  before(async () => {
    here.server = await serve(SITE);
    here.browser = await launch();
  });
  after(async () => {
    await here.browser?.close();
    await here.server?.close();
  });
  return here;
}
