/** The way of a door to the published files: as lossy as any, and at times with an old copy in the authority's place. */
import type { FetchPort } from "@/lib/trust/fetch-file";
import type { Authority } from "../authority/authority";
import { between, spacing } from "../engine/draw";
import type { World } from "../world";
import { weather } from "./weather";

/** What a transfer may take until it is given up, milliseconds. */
const LONGEST = 30_000;

export function wayToFiles(world: World, actor: string, { file }: Pick<Authority, "file">): FetchPort {
	const { sim, scenario } = world;
	const random = sim.random(`files of ${actor}`);
	const weatherAt = weather(sim.random(`weather of the files of ${actor}`), scenario);
	return async ({ uri, etag, content }) => {
		const isGood = world.calm() || weatherAt(sim.time()) === "good";
		if (!isGood || world.happens("loss", random, 0.4)) {
			await sim.sleep(between(random, 20, LONGEST));
			return { state: "unreachable" };
		}
		await sim.sleep(between(random, 30, 250) + (world.happens("delay", random, 0.5) ? spacing(random, 6_000) : 0));
		// A proxy, or an instance of the portal whose files were not brought up to date.
		const isOld = world.happens("stale_copy", random, 0.6);
		if (isOld) world.count("stale_copy");
		const found = file(uri, isOld ? 1 + random.int(6) : 0);
		const date = sim.seconds();
		if (found === undefined) return { state: "gone" };
		if (found.etag === etag) return { state: "unchanged", date };
		if (content !== "text") throw new Error(`no such content: ${uri}`);
		return { state: "fetched", date, ...found };
	};
}
