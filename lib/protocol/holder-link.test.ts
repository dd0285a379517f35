import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holderPath, readHolderLink } from "./holder-link";

const TOKEN = "AAECAwQFBgcICQoLDA0ODw";

describe("the holder link", () => {
	it("gives its token, what is asked for it and until when the paper is valid", () => {
		const paperUntil = 1_629_132_000;
		for (const asks of ["stripNumber", "birth"] as const) {
			const link = { token: TOKEN, asks, paperUntil };
			expect(readHolderLink(holderPath(link).slice("/pass".length))).toEqual(link);
		}
		expect(readHolderLink(`#${TOKEN}`)).toEqual({ token: TOKEN, asks: "birth", paperUntil: undefined });
		expect(readHolderLink(`#n.${TOKEN}`)).toEqual({ token: TOKEN, asks: "stripNumber", paperUntil: undefined });
	});

	it("an address printed before strips had numbers asks for the birth date", () => {
		expect(readHolderLink(`#${TOKEN}.qxyz00`)).toMatchObject({ token: TOKEN, asks: "birth" });
	});

	it("what is no such address is no link, and nothing throws", () => {
		const texts = [
			"",
			"#",
			"#x",
			`#${TOKEN}x`,
			`#${TOKEN}.`,
			`#${TOKEN}.?`,
			`${TOKEN}.1.2`,
			`#n${TOKEN}`,
			`#m.${TOKEN}`,
		];
		for (const text of texts) expect(readHolderLink(text)).toBeUndefined();
		fc.assert(fc.property(fc.string(), (text) => readHolderLink(text) === undefined || text.length >= 22));
		expect(readHolderLink(`#${TOKEN}.zzzzzzzzzzz`)?.paperUntil).toBeUndefined();
	});
});
