import { config } from "zod";

/**
 * Schemas are interpreted, never compiled with `new Function`: the content security policy forbids it, and zod's
 * attempt to find out is reported as a violation on every page. Imported once by the root of every page and worker.
 */
config({ jitless: true });
