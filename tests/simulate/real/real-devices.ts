/** Devices of the real services, one for each of the model's, and the records that their counters would send. */
import type { RecordInput } from "@/lib/protocol/records";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import type { TestServer } from "@/tests/support/test-server";
import { type CounterRecord, readPaper } from "../counter/counter-record";
import type { Evening } from "../door/evening";
import { BLOCK_SIZE } from "../portal/kits";
import type { PortalDevice } from "../portal/portal-data";

export function realDevices(server: TestServer) {
	const { db } = server.server.context;
	const enrolled = new Map<string, EnrolledDevice>();
	const signed = new Map<string, RecordInput>();
	const of = (device: PortalDevice): EnrolledDevice => {
		const real = enrolled.get(device.id);
		if (real === undefined) throw new Error(`not enrolled: ${device.id}`);
		return real;
	};
	return {
		realId: (id: string) => enrolled.get(id)?.kit.deviceId ?? id,
		async enrol(device: PortalDevice): Promise<void> {
			const { id, pharmacy: number, venue } = device;
			if (venue === undefined) {
				const pharmacy = { number, name: "Pharmacie de l'Essai", town: "Angers", kinds: "ANVR" };
				await db.pharmacy.upsert({ where: { number }, create: pharmacy, update: {} });
				enrolled.set(id, await enrolDevice(server, { role: "counter", pharmacy: number }));
				return;
			}
			await db.venue.upsert({ where: { id: venue }, create: { id: venue, name: venue }, update: {} });
			enrolled.set(id, await enrolDevice(server, { role: "door", venue }));
		},
		async place(venueId: string, { assignment: id, gates, mode, from, until }: Evening): Promise<void> {
			const kind = mode === "train" ? "train" : "event";
			const times = { startsAt: new Date(from), endsAt: new Date(until) };
			await db.assignment.create({ data: { id, venueId, kind, name: id, gates: gates.filter(Boolean), ...times } });
		},
		/** The very same one each time that it is sent. */
		async record(device: PortalDevice, record: CounterRecord): Promise<RecordInput> {
			const known = signed.get(`${record.key} ${record.attestation}`);
			if (known !== undefined) return known;
			const { delegation, index, issuedAt } = readPaper(record.attestation);
			const nth = device.delegations.findIndex(({ jti }) => jti === delegation);
			const block = device.delegations[nth];
			if (block === undefined) throw new Error(`not a delegation of this device: ${delegation}`);
			// The model's blocks are small, so that they end: all of them have room in the first of the real ones.
			const made = await issueRecord(of(device), issuedAt, {
				index: nth * BLOCK_SIZE + index - block.first,
				claims: { b: birthOf(record.attestation) },
				record: { key: record.key, ...correctsOf(record) },
			});
			const sent = record.contradicts ? { ...made, identity: { ...made.identity, family: "AUTRE" } } : made;
			signed.set(`${record.key} ${record.attestation}`, sent);
			return sent;
		},
		async post<Answer>(device: PortalDevice, path: string, body: unknown): Promise<Answer> {
			const answer = await postAs(server, of(device).key, { path, body });
			if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
			return (await answer.json()) as Answer;
		},
	};
}

function correctsOf({ corrects: key, reason = "entry_error" }: CounterRecord): Pick<RecordInput, "corrects"> {
	return key === undefined ? {} : { corrects: { key, reason } };
}

/** Two papers under one index differ in what they say, and not in their signature alone. */
function birthOf(attestation: string): string {
	let sum = 0;
	for (const letter of attestation) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 10_000;
	return new Date(Date.UTC(1950, 0, 1 + sum)).toISOString().slice(0, 10);
}
