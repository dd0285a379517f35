import { expect, it } from "vitest";
import { forgetLastMatch } from "./forget-last-match";

const kept = () => (RegExp as unknown as { readonly input: string }).input;

it("[CI-5] leaves nothing of the text in which a regular expression found something", () => {
	expect(/^\d{4}/.test("1987-11-23")).toBe(true);
	expect(kept()).toBe("1987-11-23");
	forgetLastMatch();
	expect(kept()).toBe("");
});
