/**
 * Codes of the EU DCC value sets (eHealth Network, "Value Sets for EU Digital COVID Certificates") that other formats
 * are projected onto (spec V-2). Data only.
 */

/** `tg`: COVID-19, the only disease of the value set. */
export const COVID_19 = "840539006";

/** `tr`. The value set knows two results; the others are SNOMED CT's own and no rule accepts them. */
export const TEST_RESULT = {
	notDetected: "260415000",
	detected: "260373001",
	inconclusive: "419984006",
	unsatisfactorySpecimen: "125154007",
} as const;

/** `tt`. */
export const NAAT = "LP6464-4";
export const ANTIGEN = "LP217198-3";

/** Stands where a mandatory code of the schema is not known: no rule accepts it, and it carries no text of the pass. */
export const UNKNOWN = "unknown";

/** `vp`: ATC group of COVID-19 vaccines, for products whose technology is of no interest to any rule. */
const COVID_19_VACCINES = "J07BX03";
const MRNA = "1119349007";
const ANTIGEN_VACCINE = "1119305005";

/** Medicinal product, prophylaxis and marketing authorisation holder, as the value sets pair them. */
export type VaccineProduct = {
	readonly mp: string;
	readonly vp: string;
	readonly ma: string;
	/** Doses of the primary series as authorised in the EU or listed by WHO. */
	readonly series: number;
};

export const COMIRNATY: VaccineProduct = { mp: "EU/1/20/1528", vp: MRNA, ma: "ORG-100030215", series: 2 };
export const SPIKEVAX: VaccineProduct = { mp: "EU/1/20/1507", vp: MRNA, ma: "ORG-100031184", series: 2 };
export const VAXZEVRIA: VaccineProduct = { mp: "EU/1/21/1529", vp: ANTIGEN_VACCINE, ma: "ORG-100001699", series: 2 };
export const JANSSEN: VaccineProduct = { mp: "EU/1/20/1525", vp: ANTIGEN_VACCINE, ma: "ORG-100001417", series: 1 };
export const NUVAXOVID: VaccineProduct = { mp: "EU/1/21/1618", vp: ANTIGEN_VACCINE, ma: "ORG-100032020", series: 2 };
export const COVISHIELD: VaccineProduct = { ...outsideEu("Covishield"), vp: ANTIGEN_VACCINE, ma: "ORG-100001981" };
export const CORONAVAC = outsideEu("CoronaVac");
export const BBIBP_CORV = outsideEu("BBIBP-CorV");
export const COVAXIN = outsideEu("Covaxin");
export const SPUTNIK_V = outsideEu("Sputnik-V");
export const SPUTNIK_LIGHT: VaccineProduct = { ...outsideEu("Sputnik-Light"), series: 1 };
export const CONVIDECIA: VaccineProduct = { ...outsideEu("Convidecia"), series: 1 };
/** A COVID-19 vaccine, but not one that a code of the value set names. */
export const UNKNOWN_VACCINE = outsideEu(UNKNOWN);

function outsideEu(mp: string): VaccineProduct {
	return { mp, vp: COVID_19_VACCINES, ma: UNKNOWN, series: 2 };
}
