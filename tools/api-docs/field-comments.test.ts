import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { fieldComments } from "./field-comments";

it("a member's comment is found in the schema, and in the consts of its file that the schema uses", () => {
	const root = mkdtempSync(join(tmpdir(), "relais-comments-"));
	mkdirSync(join(root, "lib/protocol"), { recursive: true });
	writeFileSync(
		join(root, "lib/protocol/planted.ts"),
		`
const seat = z.strictObject({
	/** Row and number. */
	place: z.string(),
});
/** Nothing was decided. */
const later = z.strictObject({ state: z.literal("later") });
/** A message. */
export const message = z.strictObject({
	/** When. */
	at: z.int(),
	seats: z.array(seat.optional()),
	answer: z.union([z.strictObject({}), later]),
});
`,
	);
	const comments = fieldComments(root);
	rmSync(root, { recursive: true });
	expect([...comments].filter(([path]) => path.startsWith("message"))).toEqual([
		["message", "A message."],
		["message.at", "When."],
		["message.seats.place", "Row and number."],
		["message.answer|1", "Nothing was decided."],
	]);
});
