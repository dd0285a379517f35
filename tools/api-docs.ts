/**
 * `npm run api-docs`: writes the generated blocks of docs/api.md. A test fails while the page says something else.
 * In a process of its own, because the page is written from modules that are marked server-only.
 */
import { runNode, TYPESCRIPT } from "../scripts/bootstrap/project.mjs";

await runNode([...TYPESCRIPT, "tools/api-docs/write-page.ts"], { name: "writing docs/api.md" });
