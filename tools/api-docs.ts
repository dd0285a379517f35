/** `npm run api-docs`: writes the generated blocks of docs/api.md. A test fails while the page says something else. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { apiBlocks } from "./api-docs/api-page";
import { fillBlocks } from "./api-docs/blocks";

const root = join(import.meta.dirname, "..");
const file = join(root, "docs/api.md");
writeFileSync(file, fillBlocks(readFileSync(file, "utf8"), apiBlocks(root)));
