// @ts-check
// Workers do not inherit the TypeScript loader of the process that starts them.
import { register } from "tsx/esm/api";

register();
await import(new URL("./worker.ts", import.meta.url).href);
