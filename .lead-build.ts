import { buildPortal, prepareSources } from "./server/build/build";
await prepareSources();
await buildPortal();
