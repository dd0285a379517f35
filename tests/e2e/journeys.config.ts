import base from "../../playwright.config";

/** Every journey, those that do not yet count for `npm test` included. */
export default { ...base, testDir: ".", testIgnore: [] };
