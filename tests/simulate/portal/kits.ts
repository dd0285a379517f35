/** Enrolment and renewal, as lib/server/services/device does them. */
import { DELEGATION_LIFETIME, delegationHeader } from "@/lib/formats/relais/delegation";
import { spentText } from "@/lib/kit/index-stretch";
import type { DeviceKit, KitRequest } from "@/lib/protocol/device-kit";
import type { Life, StartReport } from "@/lib/protocol/starts";
import { judgeLife } from "@/lib/server/services/device/judge-life";
import { base64url, utf8 } from "@/lib/shared/bytes";
import { DAY, HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import type { Random } from "@/tests/fuzz/random";
import { lettersOf, uuidOf } from "../engine/draw";
import type { World } from "../world";
import type { PortalData, PortalDevice } from "./portal-data";
import { countShared } from "./shared-papers";

/** Smaller than the portal's, so that blocks end within a day. */
export const BLOCK_SIZE = 64;
/** Of a country where delegations end within a day: a counter that is cut off has to stop signing. */
const SHORT_LIFETIME = 20 * HOUR;
const LIST_SIZE = 131_072;
const LOW_INDICES = BLOCK_SIZE / 4;
const RENEW_BEFORE = 15 * DAY;
const DELEGATIONS_PER_DAY = 4;

/** Nobody checks a delegation's signature but a verifier: sixty-four bytes in its place. */
const SIGNATURE = base64url(new Uint8Array(64));
const HEADER = base64url(utf8(delegationHeader("A".repeat(11))));
const COORDINATE = base64url(new Uint8Array(32));
const ROOT = "R".repeat(43);

/** The console's code was typed in: a device with its first delegation. */
export function enrol(
	world: World,
	data: PortalData,
	by: { readonly pharmacy: string; readonly venue?: string; readonly random: Random },
): PortalDevice {
	const { pharmacy, venue, random } = by;
	const device: PortalDevice = {
		id: uuidOf(random),
		key: lettersOf(random, 43),
		pharmacy,
		venue,
		denied: false,
		delegations: [],
		served: new Map(),
		starts: new Map(),
		highest: new Map(),
	};
	data.byKey.set(device.key, device);
	world.shadow?.enrolled(device);
	if (venue === undefined) allot(world, data, device);
	return device;
}

export function answerKit(
	world: World,
	{ data, device }: { readonly data: PortalData; readonly device: PortalDevice },
	body: unknown,
): DeviceKit {
	const { key, indicesLeft, start } = body as KitRequest;
	const now = world.sim.seconds();
	const living = device.delegations.filter(({ exp }) => exp > now);
	const lasting = living.some(({ exp }) => exp > now + RENEW_BEFORE);
	const recent = living.filter(({ createdAt }) => createdAt > now - DAY).length;
	const wanted = !lasting || indicesLeft < LOW_INDICES;
	if (wanted && recent < DELEGATIONS_PER_DAY && !device.served.has(key)) {
		device.served.set(key, allot(world, data, device));
		world.ledger.allotted(device.id, start?.id ?? "");
	}
	const kit = kitOf(world, device);
	if (start === undefined) return kit;
	return {
		...kit,
		allotted: device.served.get(key) ?? null,
		seen: seenOf(data, device),
		life: meet({ data, device }, start, now),
	};
}

/** As lib/server/services/device/meet-start.ts. */
export function meet(
	{ data, device }: { readonly data: PortalData; readonly device: PortalDevice },
	{ id, generation, before }: StartReport,
	now: NumericDate,
): Life {
	const firstSeen = device.starts.get(id)?.firstSeen ?? now;
	const own = { id, generation, before: before.map((start) => start.id), firstSeen, lastSeen: now };
	device.starts.set(id, own);
	return {
		...judgeLife(
			own,
			[...device.starts.values()].filter((start) => start !== own),
			now,
		),
		shared: countShared(data, device.pharmacy, now),
	};
}

function seenOf({ spent }: PortalData, device: PortalDevice): NonNullable<DeviceKit["seen"]> {
	return device.delegations.map(({ jti }) => ({ jti, spent: spentText(spent.get(jti) ?? []) }));
}

export function kitOf(world: World, device: PortalDevice): DeviceKit {
	const now = world.sim.seconds();
	const newest = device.delegations.at(-1);
	return {
		deviceId: device.id,
		role: "counter",
		label: "poste 1",
		serverTime: now,
		root: ROOT,
		published: { keysetSeq: 1, listIat: 0 },
		pharmacy: { number: device.pharmacy, name: "Pharmacie de l'Essai, Angers" },
		delegations: device.delegations.filter(({ exp }) => exp > now).map(({ jwt }) => jwt),
		highestIndex: (newest && device.highest.get(newest.list)) ?? null,
		codeKeys: { holder: "issuer", pharmacy: device.pharmacy, days: {} },
		assignments: [],
		products: [],
	};
}

function allot(world: World, data: PortalData, device: PortalDevice): string {
	if (data.nextIndex + BLOCK_SIZE > LIST_SIZE) {
		data.list++;
		data.nextIndex = 0;
	}
	const nbf = world.sim.seconds();
	const latest = [...data.delegations.values()].at(-1);
	if (world.planted("block_shared_by_two") && latest !== undefined && latest.device !== device) {
		device.delegations.push(latest);
		return latest.jti;
	}
	const first = data.nextIndex;
	data.nextIndex += BLOCK_SIZE;
	const jti = data.delegations.size.toString(36).padStart(8, "0");
	const claims = {
		jti,
		sub: device.pharmacy,
		nm: "Pharmacie de l'Essai, Angers",
		nbf,
		exp: nbf + (world.scenario.faults.short_delegations > 0 ? SHORT_LIFETIME : DELEGATION_LIFETIME),
		k: "ANV",
		max: 72,
		sl: [String(data.list), first, BLOCK_SIZE],
		cnf: { jwk: { kty: "EC", crv: "P-256", x: COORDINATE, y: COORDINATE } },
	};
	const jwt = `${HEADER}.${base64url(utf8(JSON.stringify(claims)))}.${SIGNATURE}`;
	const { exp } = claims;
	const delegation = { jti, jwt, nbf, exp, first, count: BLOCK_SIZE, list: data.list, createdAt: nbf };
	device.delegations.push(delegation);
	data.delegations.set(jti, { ...delegation, device });
	return jti;
}
