import { expect, it } from "vitest";
import { boundedMemory } from "./bounded-memory";

it("a bounded memory forgets the oldest first and never holds more", () => {
	const memory = boundedMemory<number>(2);
	memory.set("a", 1);
	memory.set("b", 2);
	memory.set("b", 3);
	memory.set("c", 4);
	expect([memory.get("a"), memory.get("b"), memory.get("c")]).toEqual([undefined, 3, 4]);
});
