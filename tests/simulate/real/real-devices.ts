/** Devices of the real services, one for each of the model's, and the records that their counters would send. */
import type { RecordInput } from "@/lib/protocol/records";
import { type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { ORIGIN, type TestServer } from "@/tests/support/test-server";
import { type CounterRecord, readPaper } from "../counter/counter-record";
import type { Evening } from "../door/evening";
import { birthOf, linkOf } from "../holder/sheet-link";
import { BLOCK_SIZE } from "../portal/kits";
import type { PortalDevice } from "../portal/portal-data";

export type RealDevices = ReturnType<typeof realDevices>;

export function realDevices(server: TestServer) {
	const { db } = server.server.context;
	const enrolled = new Map<string, EnrolledDevice>();
	const of = (device: PortalDevice): EnrolledDevice => {
		const real = enrolled.get(device.id);
		if (real === undefined) throw new Error(`not enrolled: ${device.id}`);
		return real;
	};
	const paper = signedPapers(of);
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
			const made = { ...(await paper(device, record.attestation)), key: record.key, ...correctsOf(record) };
			return record.contradicts ? { ...made, identity: { ...made.identity, family: "AUTRE" } } : made;
		},
		/** The text of this paper, as a counter takes it back. */
		attestation: async (device: PortalDevice, attestation: string) => (await paper(device, attestation)).attestation,
		/** What somebody asks who is no device. */
		async ask<Answer>(path: string, body: unknown): Promise<Answer> {
			const headers = { "content-type": "application/json", origin: ORIGIN };
			const answer = await server.call(path, { method: "POST", headers, body: JSON.stringify(body) });
			if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
			return (await answer.json()) as Answer;
		},
		async post<Answer>(device: PortalDevice, path: string, body: unknown): Promise<Answer> {
			const answer = await postAs(server, of(device).key, { path, body });
			if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
			return (await answer.json()) as Answer;
		},
	};
}

/** By the model's papers: drawn and signed once, in whatever request it comes. */
function signedPapers(of: (device: PortalDevice) => EnrolledDevice) {
	const signed = new Map<string, RecordInput>();
	return async (device: PortalDevice, attestation: string): Promise<RecordInput> => {
		const known = signed.get(attestation);
		if (known !== undefined) return known;
		const { delegation, index, issuedAt } = readPaper(attestation);
		const nth = device.delegations.findIndex(({ jti }) => jti === delegation);
		const block = device.delegations[nth];
		if (block === undefined) throw new Error(`not a delegation of this device: ${delegation}`);
		const { token: holderToken, stripNumber } = linkOf(attestation);
		// The model's blocks are small, so that they end: all of them have room in the first of the real ones.
		const { stripNumber: _, ...made } = await issueRecord(of(device), issuedAt, {
			index: nth * BLOCK_SIZE + index - block.first,
			claims: { b: birthOf(attestation) },
			record: { holderToken },
		});
		const given = stripNumber === undefined ? made : { ...made, stripNumber };
		signed.set(attestation, given);
		return given;
	};
}

function correctsOf({ corrects: key, reason = "entry_error" }: CounterRecord): Pick<RecordInput, "corrects"> {
	return key === undefined ? {} : { corrects: { key, reason } };
}
