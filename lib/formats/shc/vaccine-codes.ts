/**
 * Codes of COVID-19 vaccines in health cards and the EU product each stands for. Sources: the value sets
 * "Immunization / COVID" of the SMART Health Cards terminology (CVX, SNOMED CT with its Canadian, Irish, Belgian and
 * Argentine… extensions, ICD-11); the systems that the "Vaccination & Testing" guide allowed beside them (ATC, Australian
 * register, packages by GTIN or NDC); the EU value set of products. Strengths and variant-adapted versions count as the
 * product they belong to.
 */
import {
	BBIBP_CORV,
	COMIRNATY,
	CONVIDECIA,
	CORONAVAC,
	COVAXIN,
	COVISHIELD,
	JANSSEN,
	NUVAXOVID,
	SPIKEVAX,
	SPUTNIK_LIGHT,
	SPUTNIK_V,
	UNKNOWN_VACCINE,
	VAXZEVRIA,
	type VaccineProduct,
} from "@/lib/formats/dcc-codes";

const CVX = "http://hl7.org/fhir/sid/cvx";
const SNOMED = "http://snomed.info/sct";
const ICD11 = "http://id.who.int/icd11/mms";
/** The same codes, as the guide of 2021 named their system. */
const ICD11_OF_2021 = "http://id.who.int/icd/release/11/mms";
const ATC = "http://www.whocc.no/atc";
const ATC_INDEX = "https://www.whocc.no/atc_ddd_index/";
const AIR = "https://www.humanservices.gov.au/organisations/health-professionals/enablers/air-vaccine-code-formats";
const EU_REGISTER = "https://ec.europa.eu/health/documents/community-register/html/";
const EU_TEMPORARY = "http://ec.europa.eu/temp/vaccineproductname";
const NDC = "http://hl7.org/fhir/sid/ndc";
const GTIN = "https://www.gs1.org/gtin";

const CODES: readonly (readonly [VaccineProduct, Readonly<Record<string, string>>])[] = [
	[
		COMIRNATY,
		{
			[CVX]: "208 217 218 219 300 301 302 308 309 310 520",
			[SNOMED]: `1031000172108 1411000220106 125071000220108 125081000220106 125091000220109 125101000220104
				28581000087106 33361000087101 33881000087102 34611000087105 399881000221104 399911000221104 424741000221101
				424751000221104`,
			[ICD11]: "XM8NQ0",
			[AIR]: "COMIRN",
		},
	],
	[
		SPIKEVAX,
		{
			[CVX]: "207 221 227 228 229 230 311 312 519",
			[SNOMED]: `10871000172106 1421000220104 125111000220101 125121000220108 28571000087109 35651000087105
				37311000087109 37651000087101 399861000221106 399871000221102 399891000221101 399901000221102
				424721000221105 424731000221108`,
			[ICD11]: "XM3DT5",
			[AIR]: "MODERN",
		},
	],
	[
		VAXZEVRIA,
		{
			[CVX]: "210",
			[SNOMED]: "10891000172107 1401000220108 28761000087108 399781000221106 424571000221103 425031000221105",
			[ICD11]: "XM4YL8",
			[AIR]: "COVAST",
		},
	],
	[
		JANSSEN,
		{
			[CVX]: "212",
			[SNOMED]: "10901000172106 28951000087107 399821000221103 424591000221102 62051000220105",
			[ICD11]: "XM6QV1",
		},
	],
	[NUVAXOVID, { [CVX]: "211 313", [SNOMED]: "29171000087106 424831000221103", [ICD11]: "XM9T65" }],
	[COVISHIELD, { [SNOMED]: "28961000087105 399771000221108 424581000221100", [ICD11]: "XM97T2" }],
	[CORONAVAC, { [CVX]: "511", [SNOMED]: "31311000087104", [ICD11]: "XM7HT3" }],
	[BBIBP_CORV, { [CVX]: "510", [SNOMED]: "31301000087101 384671000221101 424551000221105", [ICD11]: "XM8866" }],
	[COVAXIN, { [CVX]: "502", [SNOMED]: "33211000087105", [ICD11]: "XM1G90" }],
	[
		SPUTNIK_V,
		{
			[CVX]: "505",
			[SNOMED]: `31341000087103 399801000221105 399811000221108 424641000221109 424651000221106 424661000221108
				424671000221104 424711000221100 425001000221100 425011000221102`,
			[ICD11]: "XM5ZJ4",
		},
	],
	[SPUTNIK_LIGHT, { [CVX]: "504", [SNOMED]: "33461000087106 424821000221101", [ICD11]: "XM5QM6" }],
	[CONVIDECIA, { [CVX]: "506", [SNOMED]: "31431000087100 424781000221109 424791000221107", [ICD11]: "XM1AG7" }],
	[
		UNKNOWN_VACCINE,
		{
			[CVX]: "213 225 226 500 501 503 507 508 509 512 513 514 515 516 517 518",
			[SNOMED]: `30151000087105 33201000087108 33221000087102 33391000087109 33401000087107 33411000087109
				33421000087101 33431000087104 33441000087105 33451000087108 33471000087102 33581000087104
				34591000087100 34601000087108 34921000087108 424971000221108 399651000221108 399661000221105 399681000221103
				399691000221100 399701000221100 424531000221101 424541000221108 424561000221107 424601000221107
				424611000221105 424621000221100 424631000221102 424681000221101 424691000221103 424701000221103
				424801000221108 425051000221101 28531000087107 29061000087103 30141000087107 1119305005 1119349007 1157024006
				1162643001 1187593009`,
			[ICD11]: `XM68M6 XM1NL1 XM9TQ1 XM85P5 XM9FQ7 XM97N6 XM2YG8 XM0K39 XM1AU2 XM5DF6 XM9QW8 XM0CX4 XM5JC5 XM3CT4
				XM3PG0 XM4EC8 XM6SZ8 XM0RV9 XM3SK8 XM9P21 XM9N08 XM1J92 XM6AT1 XM52P3 XM0GQ8`,
			[ATC]: "J07BX03 J07BN01 J07BN02 J07BN03 J07BN04",
		},
	],
];

const PRODUCTS = new Map<string, VaccineProduct>(
	CODES.flatMap(([product, systems]) => [
		...Object.entries(systems).flatMap(([system, codes]) =>
			codes.split(/\s+/).map((code) => [`${system}|${code}`, product] as const),
		),
		[`${EU_REGISTER}|${product.mp}`, product] as const,
	]),
);

/** Other names of a system. */
const SYSTEMS: ReadonlyMap<string, string> = new Map([
	[ICD11_OF_2021, ICD11],
	[ATC_INDEX, ATC],
	[EU_TEMPORARY, EU_REGISTER],
]);

/** Packages sold in the United States, by labeller and product of the NDC; Moderna's 345 is no COVID-19 vaccine. */
const PACKAGES: readonly (readonly [RegExp, VaccineProduct])[] = [
	[/^59267/, COMIRNATY],
	[/^80777-?0?[12]/, SPIKEVAX],
	[/^59676-?0?580/, JANSSEN],
	[/^0?0310-?1222/, VAXZEVRIA],
	[/^80631/, NUVAXOVID],
];

/** The COVID-19 vaccine that a coding stands for, undefined for any other vaccine or code system. */
export function covidVaccine(system: string, code: string): VaccineProduct | undefined {
	const ndc = packageCode(system, code);
	if (ndc !== undefined) return PACKAGES.find(([packages]) => packages.test(ndc))?.[1];
	return PRODUCTS.get(`${SYSTEMS.get(system) ?? system}|${code}`);
}

/** GS1 gives the prefix 03 to NDCs: a GTIN of 12 to 14 digits is an indicator, it, the ten digits and a check digit. */
function packageCode(system: string, code: string): string | undefined {
	if (system === NDC) return code;
	return system === GTIN ? (/^(?:\d?0)?3(\d{10})\d$/.exec(code)?.[1] ?? "") : undefined;
}
