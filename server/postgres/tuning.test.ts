import { expect, it } from "vitest";
import { tuning } from "./tuning";

const GB = 1024 ** 3;

it("PostgreSQL takes a quarter of the memory, but neither less than its own default nor all of a large machine", () => {
	const buffers = [0.25, 1, 2, 64].map((gigabytes) => tuning(gigabytes * GB).shared_buffers);
	expect(buffers).toEqual(["128MB", "256MB", "512MB", "1024MB"]);
});
