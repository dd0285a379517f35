import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "@/lib/shared/bytes";
import { parseDistinct, parseStrictObject } from "./strict-json";

const parse = (text: string, compact = false) => parseStrictObject(utf8(text), { compact });

/** JSON values whose numbers are safe integers. */
const value = fc.letrec<{ any: unknown }>((tie) => ({
	any: fc.oneof(
		{ maxDepth: 4 },
		fc.constantFrom(null, true, false),
		fc.maxSafeInteger().map((number) => (Object.is(number, -0) ? 0 : number)),
		fc.string({ unit: "grapheme" }),
		fc.array(tie("any"), { maxLength: 3 }),
		fc.dictionary(fc.string({ unit: "grapheme", maxLength: 4 }), tie("any"), { maxKeys: 4 }),
	),
})).any;
const object = fc.dictionary(fc.string({ maxLength: 4 }), value, { maxKeys: 5 });

describe("[RP-1] parseStrictObject", () => {
	it("reads what JSON.parse reads when nothing is ambiguous, with or without white space", () => {
		fc.assert(
			fc.property(object, (content) => {
				expect(parse(JSON.stringify(content), true)).toEqual(content);
				expect(parse(JSON.stringify(content, null, 2))).toEqual(content);
			}),
		);
	});

	it("with `compact` refuses white space between tokens, and only there", () => {
		expect(parse('{"a b":"c\\td"}', true)).toEqual({ "a b": "c\td" });
		for (const text of ['{ "a":1}', '{"a" :1}', '{"a":1}\n', '{"a":[1,\t2]}']) {
			expect(parse(text)).toBeDefined();
			expect(parse(text, true)).toBeUndefined();
		}
	});

	it.each([
		['{"a":1,"a":1}'],
		['{"a":1,"\\u0061":2}'],
		['{"x":{"a":1,"a":2}}'],
		['{"a":[{"b":1,"b":1}]}'],
		['{"":1,"":2}'],
		['{"a":1.0}'],
		['{"a":1.5}'],
		['{"a":1e2}'],
		['{"a":-0}'],
		['{"a":9007199254740992}'],
		['{"a":-9007199254740993}'],
		['{"a":123456789012345678901234567890}'],
		['{"a":"\\ud800"}'],
		['{"a":"\\udc00\\ud800"}'],
		['{"\\ud800":1}'],
		['\ufeff{"a":1}'],
		["[]"],
		["1"],
		['"a"'],
		["null"],
		[""],
		["{"],
		['{"a":01}'],
		["{'a':1}"],
		['{"a":1,}'],
		[`{"a":${"[".repeat(8)}${"]".repeat(8)}}`],
		[`{"a":${"[".repeat(5000)}${"]".repeat(5000)}}`],
	])("refuses %s", (text) => {
		expect(parse(text)).toBeUndefined();
	});

	it.each([
		['{"a":"\\ud83d\\ude00"}', { a: "😀" }],
		['{"a":9007199254740991,"b":-1,"c":0}', { a: Number.MAX_SAFE_INTEGER, b: -1, c: 0 }],
		['{"a":{"b":1},"b":{"a":1}}', { a: { b: 1 }, b: { a: 1 } }],
		['{"a":["a","a"],"b":"a"}', { a: ["a", "a"], b: "a" }],
		['{"a\\"b":"\\\\"}', { 'a"b': "\\" }],
	])("reads %s", (text, content) => {
		expect(parse(text, true)).toEqual(content);
	});

	it("refuses ill-formed UTF-8", () => {
		expect(parseStrictObject(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d))).toBeUndefined();
		expect(parseStrictObject(Uint8Array.of(0x7b, 0x22, 0xc0, 0xa2, 0x22, 0x3a, 0x31, 0x7d))).toBeUndefined();
	});
});

describe("[TL-6] parseDistinct", () => {
	const read = (text: string) => parseDistinct(utf8(text));

	it("reads what JSON.parse reads when no member is given twice", () => {
		fc.assert(
			fc.property(fc.jsonValue({ depthSize: "medium" }), (content) => {
				expect(read(JSON.stringify(content))).toEqual(JSON.parse(JSON.stringify(content)));
				expect(read(JSON.stringify(content, null, "\t"))).toEqual(JSON.parse(JSON.stringify(content)));
			}),
		);
		expect(read('{"__proto__":{"a":1.5},"b":":\\":","c\\\\":[1e3,{}]}')).toEqual(
			JSON.parse('{"__proto__":{"a":1.5},"b":":\\":","c\\\\":[1e3,{}]}'),
		);
	});

	it("refuses any member given twice, wherever it stands and however it is spelt", () => {
		const name = fc.string({ maxLength: 3 });
		const escaped = (text: string) =>
			`"${Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`).join("")}"`;
		const around = fc.constantFrom(
			(inner: string) => inner,
			(inner: string) => `[0,${inner}]`,
			(inner: string) => `{"x":[{"y":${inner}}],"z":"{}"}`,
			(inner: string) => `${"[".repeat(200)}${inner}${"]".repeat(200)}`,
		);
		fc.assert(
			fc.property(name, fc.jsonValue(), fc.jsonValue(), around, fc.boolean(), (key, first, second, wrap, spelt) => {
				const again = spelt ? escaped(key) : JSON.stringify(key);
				const [a, b] = [JSON.stringify(first), JSON.stringify(second)];
				expect(read(wrap(`{${JSON.stringify(key)}:${a},${again} : ${b}}`))).toBeUndefined();
			}),
		);
		expect(read('{"__proto__":1,"__proto__":2}')).toBeUndefined();
	});

	it.each(["", "{", "\ufeff{}", '{"a":1}x', "'a'"])("refuses what is not JSON: %s", (text) => {
		expect(read(text)).toBeUndefined();
	});

	it("takes time in proportion to the text, whatever is escaped in it", () => {
		const texts = ['"', "\\", '\\"', "a"].map((unit) => JSON.stringify({ a: unit.repeat(500_000) }));
		const start = performance.now();
		for (const text of texts) expect(read(text)).toBeDefined();
		expect(performance.now() - start).toBeLessThan(5_000);
	});
});
