import { describe, expect, it } from "vitest";
import { OWN_POST, type Post } from "@/lib/checkin/checkin-store";
import { heardIn, wordsOf } from "./post-words";

const NOW = 50_000;
const A = { post: "a", gate: "A", role: "both" as const };
const B = { post: "b", gate: "B", role: "entry" as const };
const own = (heard: number): Post => ({ ...A, post: OWN_POST, heard });
const said = (posts: readonly Post[], lived = 60) => wordsOf(A, posts, { now: NOW, lived });
const agoOf = (posts: readonly Post[], lived?: number) => said(posts, lived).map(({ post, ago }) => [post, ago]);

describe("[CI-17] what a gate says of itself over a link", () => {
	it("is no more than was heard of it: its disk may have been put back before this run", () => {
		expect(agoOf([own(NOW - 100)])).toEqual([["a", 100]]);
		expect(agoOf([own(NOW - 10)])).toEqual([["a", 0]]);
		expect(agoOf([own(NOW - 10)], 5)).toEqual([["a", 10]]);
	});

	it("is of no moment where nobody spoke of it, and so are posts that were never heard", () => {
		const words = said([{ ...B, heard: 0 }]);
		expect(words.map(({ post }) => post)).toEqual(["a", "b"]);
		expect(heardIn(words, { own: "c", since: 70_000 }).map(({ heard }) => heard)).toEqual([0, 0]);
	});

	it("is told back to it as of itself", () => {
		const words = wordsOf(B, [{ ...A, heard: NOW - 7 }, own(NOW)], { now: NOW, lived: 60 });
		expect(heardIn(words, { own: "a", since: 70_000 })).toEqual([
			{ ...B, heard: 70_000 },
			{ ...A, post: OWN_POST, heard: 69_993 },
		]);
	});
});
