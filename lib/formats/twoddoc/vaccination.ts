/** Document type L1, vaccination attestation (ANTS specification 3.2.6, fields L0 to LA). */
import {
	COMIRNATY,
	COVID_19,
	COVISHIELD,
	JANSSEN,
	NUVAXOVID,
	SPIKEVAX,
	UNKNOWN_VACCINE,
	VAXZEVRIA,
	type VaccineProduct,
} from "@/lib/formats/dcc-codes";
import { formatCivilDay } from "@/lib/shared/civil-day";
import { type ProofReader, readBirth, readDay, readName } from "./proof";

/** Names of L5 as the French vaccination register writes them; the first that occurs decides. */
const PRODUCTS: readonly (readonly [RegExp, VaccineProduct])[] = [
	[/COMIRNATY|PFIZER/, COMIRNATY],
	[/SPIKEVAX|MODERNA/, SPIKEVAX],
	[/COVISHIELD/, COVISHIELD],
	[/VAXZEVRIA|ASTRA ?ZENECA/, VAXZEVRIA],
	[/JANSSEN/, JANSSEN],
	[/NUVAXOVID|NOVAVAX/, NUVAXOVID],
];

/** L4: ATC group of COVID-19 vaccines. */
const COVID_19_VACCINES = "J07BX03";

export const vaccination: ProofReader = {
	lengths: {
		L0: { min: 0, max: 80 },
		L1: { min: 0, max: 80 },
		L2: { min: 8, max: 8 },
		L3: { min: 0, max: 30 },
		L4: { min: 5, max: 15 },
		L5: { min: 5, max: 30 },
		L6: { min: 5, max: 30 },
		L7: { min: 1, max: 1 },
		L8: { min: 1, max: 1 },
		L9: { min: 8, max: 8 },
		LA: { min: 2, max: 2 },
	},
	read: (fields, _document, from) => {
		const [family, given, born, disease, agent] = ["L0", "L1", "L2", "L3", "L4"].map((id) => fields.get(id));
		const [vaccine, rank, expected, last, state] = ["L5", "L7", "L8", "L9", "LA"].map((id) => fields.get(id));
		if (!family || !given || !born || !disease || !agent) return "missing_field";
		if (!vaccine || !rank || !expected || !last || !state) return "missing_field";
		const birth = readBirth(born.text);
		const day = readDay(last.text);
		const doses = readDoses(rank.text, expected.text, state.text);
		if (birth === undefined || day === undefined || !doses) return "field_value";
		if (!/COVID|SARS-?COV-?2/.test(disease.text) && agent.text !== COVID_19_VACCINES) return "unsupported";
		const { vp, mp, ma } = PRODUCTS.find(([name]) => name.test(vaccine.text))?.[1] ?? UNKNOWN_VACCINE;
		return {
			family: readName(family),
			given: readName(given),
			birth,
			v: [{ tg: COVID_19, vp, mp, ma, ...doses, dt: formatCivilDay(day), ...from }],
		};
	},
};

/**
 * L7 of L8 doses, overruled by the state LA (spec P-5): `TE` is a complete cycle whatever the ranks, as after an
 * infection, and `CO` never is one.
 */
function readDoses(rank: string, expected: string, state: string): { dn: number; sd: number } | undefined {
	if (!/^\d\d$/.test(rank + expected)) return undefined;
	const dn = Math.max(1, Number(rank));
	const sd = Math.max(1, Number(expected));
	if (state === "TE") return { dn: Math.max(dn, sd), sd };
	return state === "CO" ? { dn, sd: Math.max(sd, dn + 1) } : undefined;
}
