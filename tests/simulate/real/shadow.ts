/**
 * The real services on PostgreSQL behind the model of the portal: every call that the model answers is made there too, by
 * devices of the same names, at the same moment of the virtual clock, and what both answer has to be the same.
 */
import type { CheckinExchange, CheckinExchangeAnswer } from "@/lib/protocol/checkins";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordBatchAnswer } from "@/lib/protocol/records";
import type { SharedPaper, SharedPapersAnswer } from "@/lib/protocol/shared-papers";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { TestServer } from "@/tests/support/test-server";
import type { CounterRecord } from "../counter/counter-record";
import type { Simulation } from "../engine/simulation";
import type { Answered, PortalShadow } from "../portal/portal-data";
import { realDevices } from "./real-devices";
import { shadowLinks } from "./shadow-links";

export type Shadow = PortalShadow & { readonly calls: () => number; readonly stored: () => Promise<StoredRows> };
type StoredRows = { readonly records: number; readonly checkins: number };

export function shadowOn(server: TestServer, sim: Simulation): Shadow {
	const devices = realDevices(server);
	/** Of the model's places in a hall's events, those of the database. */
	const cursors = new Map<string, number>();
	let calls = 0;
	let work: Promise<void> = Promise.resolve();
	const then = (step: () => Promise<void>) => {
		const now = sim.seconds();
		work = work.then(() => {
			server.clock.now = now;
			return step();
		});
		sim.start("the real services", sim.outside(work));
	};
	const differs = (what: string, model: unknown, real: unknown) => {
		const [one, other] = [JSON.stringify(model), JSON.stringify(real)];
		if (one !== other) sim.broken("the real services answer as the model does", `${what}: ${one}, and ${other}`, []);
	};
	const links = shadowLinks(devices, differs);
	const records = async ({ device, body, answer }: Answered) => {
		const sent = (body as { records: readonly CounterRecord[] }).records;
		const given = JSON.parse(answer.body) as RecordBatchAnswer;
		const real = await devices.post<RecordBatchAnswer>(device, PATHS.records, {
			records: await Promise.all(sent.map((record) => devices.record(device, record))),
		});
		differs("records", given.answers.map(outcomeOf), real.answers.map(outcomeOf));
		links.answered(sent, real);
	};
	const sharedPapers = async ({ device, answer }: Answered) => {
		const given = JSON.parse(answer.body) as SharedPapersAnswer;
		const real = await devices.post<SharedPapersAnswer>(device, PATHS.sharedPapers, {});
		differs("shared papers", sharedOf(given), sharedOf(real));
	};
	const checkins = async ({ device, body, answer }: Answered) => {
		const { events, post } = body as CheckinExchange;
		const given = JSON.parse(answer.body) as CheckinExchangeAnswer;
		const place = post?.assignment ?? "";
		const after = cursors.get(`${place} ${post?.after}`) ?? 0;
		const real = await devices.post<CheckinExchangeAnswer>(device, PATHS.checkins, {
			events,
			post: post ? { ...post, after } : post,
		});
		cursors.set(`${place} ${given.others?.next}`, real.others?.next ?? 0);
		differs("stored events", given.stored.toSorted(), real.stored.toSorted());
		differs("events of others", idsOf(given), idsOf(real));
		differs(
			"posts",
			postsOf(given, devices.realId),
			postsOf(real, (id) => id),
		);
	};
	return {
		enrolled: (device) => then(() => devices.enrol(device)),
		answered(asked) {
			calls++;
			if (asked.path === PATHS.records) then(() => records(asked));
			else if (asked.path === PATHS.sharedPapers) then(() => sharedPapers(asked));
			else if (asked.path === PATHS.checkins) then(() => checkins(asked));
			else if (asked.path === PATHS.revocations) then(() => links.revocation(asked));
		},
		opened(asked) {
			calls++;
			then(() => links.opened(asked));
		},
		place: (venue, evening) => then(() => devices.place(venue, evening)),
		calls: () => calls,
		async stored() {
			await work;
			const { db } = server.server.context;
			return { records: await db.record.count(), checkins: await db.checkIn.count() };
		},
	};
}

function outcomeOf(answer: RecordBatchAnswer["answers"][number]) {
	return [
		answer.key,
		answer.outcome,
		answer.outcome === "registered" ? (answer.registeredAt as NumericDate) : answer.reason,
	];
}

/** Who needs what: the indices themselves are others there. */
function sharedOf({ shared }: SharedPapersAnswer) {
	return shared.map(({ papers }) => papers.map(nameOf).toSorted()).toSorted();
}

/** What was taken back before its record came has a key that nobody named. */
const nameOf = ({ key, state }: SharedPaper) => (state === "withdrawn" ? state : `${key} ${state}`);

const idsOf = ({ others }: CheckinExchangeAnswer) => others?.events.map(({ id }) => id).toSorted();

function postsOf({ others }: CheckinExchangeAnswer, named: (id: string) => string) {
	const posts = others?.posts.map(({ post, gate, role, age }) => [named(post), gate, role, age] as const);
	return posts?.toSorted(([a], [b]) => (a < b ? -1 : 1));
}
