/** Writes the generated blocks of docs/api.md. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../scripts/bootstrap/project.mjs";
import { apiBlocks } from "./api-page";
import { fillBlocks } from "./blocks";

const file = join(ROOT, "docs/api.md");
writeFileSync(file, fillBlocks(readFileSync(file, "utf8"), apiBlocks(ROOT)));
