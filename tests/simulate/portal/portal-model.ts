/**
 * The portal as a model: two instances before one database. It keeps what the real one promises on the wire (the answers
 * of lib/server/services, by their codes) and nothing else. The same seeds run against the real services too
 * (../real/real-portal.ts).
 */
import { DEVICE_PROOF_LIFETIME, DEVICE_PROOF_SKEW, SERVER_TIME_HEADER } from "@/lib/protocol/device-proof";
import { PATHS } from "@/lib/protocol/paths";
import { PROBLEMS, type ProblemCode } from "@/lib/protocol/problem";
import { HOUR, MINUTE } from "@/lib/shared/numeric-date";
import type { Random } from "@/tests/fuzz/random";
import { between, spacing } from "../engine/draw";
import type { Answer, PortalEnd, Sent } from "../network/way";
import type { Outage } from "../scenario";
import type { World } from "../world";
import { answerCheckins } from "./checkins";
import { openLink } from "./holder-links";
import { answerKit } from "./kits";
import { type PortalData, type PortalDevice, portalData } from "./portal-data";
import { answerRecords } from "./records";
import { answerRevocation } from "./revocations";
import { answerShared } from "./shared-papers";

export type PortalModel = PortalEnd & { readonly data: PortalData; readonly answered: () => number };

const READ_TWICE = 90_000;

export function portalModel(world: World): PortalModel {
	const { sim } = world;
	const data = portalData();
	const outages = outagesOf(world);
	const seen = new Map<number, number>();
	let answered = 0;
	const instances = [0, 0];
	const receive: PortalEnd["receive"] = (sent, random) => {
		const now = sim.time();
		const outage = world.calm() ? undefined : outages.find(({ from, until }) => from <= now && now < until);
		if (outage !== undefined)
			return duringOutage(world, outage, () => problemAnswer(world, "overloaded", random.int(120) + 5));
		const instance = random.int(instances.length);
		if (!world.calm() && now < (instances[instance] ?? 0)) return "closed";
		if (sent.method === "GET") return answer(world, 200, { database: true });
		if (world.happens("portal_sheds", random, 0.3)) {
			world.count("portal_sheds");
			const wait = random.chance(0.8) ? 1 + random.int(90) : undefined;
			return problemAnswer(world, random.chance(0.5) ? "overloaded" : "too_many_requests", wait);
		}
		const dies = world.happens("instance_dies", random, 0.05);
		// Whoever opens a link meets one that dies, and is not why the devices do: holders change nothing for them.
		const isHolder = sent.path === PATHS.openPass;
		if (dies && !isHolder) instances[instance] = now + spacing(random, 10 * MINUTE * 1000);
		if (dies) world.count("instance_dies");
		// Before the commit, or after it and before the answer.
		if (dies && random.chance(0.5)) return "closed";
		const given = isHolder
			? openedLink(world, { data, instance }, sent.body)
			: respond({ world, data, seen, random }, sent);
		if (given.status === 200 && !isHolder) answered++;
		return dies ? "closed" : given;
	};
	return { receive, data, answered: () => answered };
}

function duringOutage(world: World, { kind }: Outage, sheds: () => Answer) {
	if (kind === "sheds") {
		world.count("portal_sheds");
		return sheds();
	}
	world.count(kind === "dead" ? "portal_dead" : "portal_hangs");
	return kind === "dead" ? ("closed" as const) : ("silent" as const);
}

/** Milliseconds in which nobody gets anything: some that refuse, some that keep everybody waiting, some that shed. */
function outagesOf({ sim, scenario }: World): readonly Outage[] {
	const hours = ({ kind, from, until }: Outage): Outage => {
		return { kind, from: sim.time() + from * HOUR * 1000, until: sim.time() + until * HOUR * 1000 };
	};
	return scenario.outages?.map(hours) ?? drawnOutages({ sim, scenario });
}

function drawnOutages({ sim, scenario }: Pick<World, "sim" | "scenario">): readonly Outage[] {
	const random = sim.random("outages");
	const { faults, hours } = scenario;
	const kinds = (["dead", "hangs", "sheds"] as const).filter((kind) => faults[`portal_${kind}`] > 0);
	if (kinds.length === 0) return [];
	const outages: Outage[] = [];
	let at = sim.time() + spacing(random, 8 * HOUR * 1000);
	while (at < sim.time() + hours * HOUR * 1000) {
		const kind = random.pick(kinds);
		const until = at + between(random, 0.05, 8 * faults[`portal_${kind}`] + 0.2) * HOUR * 1000;
		outages.push({ from: at, until, kind });
		at = until + spacing(random, 8 * HOUR * 1000);
	}
	return outages;
}

type Desk = {
	readonly world: World;
	readonly data: PortalData;
	readonly seen: Map<number, number>;
	readonly random: Random;
};

function respond({ world, data, seen, random }: Desk, sent: Sent): Answer {
	const now = world.sim.seconds();
	const [, thumbprint = "", dated = ""] = sent.authorization?.split(" ") ?? [];
	if (Number(dated) > now + DEVICE_PROOF_SKEW || Number(dated) + DEVICE_PROOF_LIFETIME < now) {
		return problemAnswer(world, "proof_time");
	}
	if (seen.has(sent.id)) return problemAnswer(world, "proof_replayed");
	if (seen.size > 4096) for (const [id, at] of seen) if (at < world.sim.time() - READ_TWICE) seen.delete(id);
	seen.set(sent.id, world.sim.time());
	const device = data.byKey.get(thumbprint);
	if (device === undefined) return problemAnswer(world, "device_not_enrolled");
	if (device.denied) return problemAnswer(world, "device_denied");
	world.ledger.told(sent.body);
	const body: unknown = JSON.parse(sent.body);
	const given = serve({ world, data, random }, { device, path: sent.path, body });
	world.shadow?.answered({ device, path: sent.path, body, answer: given });
	return given;
}

/** Nobody proves anything: the link and the answer are all that is asked. */
function openedLink(
	world: World,
	asked: { readonly data: PortalData; readonly instance: number },
	text: string,
): Answer {
	const body: unknown = JSON.parse(text);
	const given = answer(world, 200, openLink(world, asked, body));
	world.shadow?.opened({ body, answer: given });
	return given;
}

type Served = { readonly device: PortalDevice; readonly path: string; readonly body: unknown };

function serve({ world, data, random }: Omit<Desk, "seen">, { device, path, body }: Served): Answer {
	switch (path) {
		case PATHS.records:
			return answer(world, 200, answerRecords(world, { data, device, random }, body));
		case PATHS.kit:
			return answer(world, 200, answerKit(world, { data, device }, body));
		case PATHS.sharedPapers:
			return answer(world, 200, answerShared(world, { data, device }));
		case PATHS.revocations:
			return answer(world, 200, answerRevocation(world, { data, device }, body));
		case PATHS.checkins:
			return answer(world, 200, answerCheckins(world, { data, device }, body));
		default:
			return problemAnswer(world, "path_unknown");
	}
}

function answer({ sim }: World, status: number, body: unknown): Answer {
	return { status, headers: { date: new Date(sim.time()).toUTCString() }, body: JSON.stringify(body) };
}

function problemAnswer(world: World, code: ProblemCode, retryAfter?: number): Answer {
	const { status, message } = PROBLEMS[code];
	const { headers, ...given } = answer(world, status, { error: { code, message } });
	const named = code === "proof_time" ? { [SERVER_TIME_HEADER]: String(world.sim.seconds()) } : {};
	const later = retryAfter === undefined ? {} : { "retry-after": retryAfterText(world, retryAfter) };
	return { ...given, headers: { ...headers, ...named, ...later } };
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function retryAfterText({ sim }: World, wait: number): string {
	return wait % 2 === 0 ? String(wait) : new Date(sim.time() + wait * 1000).toUTCString();
}
