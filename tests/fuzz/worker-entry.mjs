// Workers do not inherit the TypeScript loader of the process that starts them.
import { register } from "tsx/esm/api";

register();
await import("./worker.ts");
